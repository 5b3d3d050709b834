import { LINT_CODES } from './codes.ts';

/** The table of docs/lint.md, made from what the checks say of themselves. */
export function lintTable(): string {
  const rows = Object.entries(LINT_CODES).map(([code, { severity, about, example, instead }]) =>
    [`\`${code}\``, severity, about, example, instead].map(cell).join(' | '),
  );
  return [
    '| Name | | What is found | For example | Instead |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
