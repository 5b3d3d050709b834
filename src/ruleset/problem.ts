import type { LintCode } from './checks/codes.ts';

export interface Position {
  /** Both from 1. */
  line: number;
  column: number;
}

/** Something wrong in a rules folder. Errors keep the ruleset from being used, warnings do not. */
export interface Problem extends Position {
  /** Relative to the rules folder, with `/`. */
  file: string;
  severity: 'error' | 'warning';
  message: string;
  /** Which check found it; absent for what keeps the files from being read at all. */
  code?: LintCode;
}

export const START: Position = { line: 1, column: 1 };

export function problem(
  file: string,
  position: Position,
  message: string,
  severity: Problem['severity'] = 'error',
  code?: LintCode,
): Problem {
  const { line, column } = position;
  return { file, line, column, severity, message, ...(code === undefined ? {} : { code }) };
}

export const formatProblem = ({ file, line, column, severity, message }: Problem): string =>
  `${file}:${line}:${column} ${severity}: ${message}`;

export const hasErrors = (problems: readonly Problem[]): boolean =>
  problems.some(({ severity }) => severity === 'error');

/** In reading order, each said once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((item) => [formatProblem(item), item]));
  return [...unique.values()].sort(
    (a, b) =>
      compareText(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column ||
      compareText(a.message, b.message),
  );
}

/** By code unit, so that the order is the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
