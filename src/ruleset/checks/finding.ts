import type { Position, Problem } from '../problem.ts';
import { problem } from '../problem.ts';
import type { LintCode } from './codes.ts';
import { LINT_CODES } from './codes.ts';

/** A problem under its check's name, as severe as that check is. */
export const finding = (
  code: LintCode,
  { file, line, column }: Position & { file: string },
  message: string,
): Problem => problem(file, { line, column }, message, LINT_CODES[code].severity, code);
