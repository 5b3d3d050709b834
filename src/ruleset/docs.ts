import { CONDITIONS } from '../conditions/index.ts';

/** The table of conditions for the README, made from what the conditions say of themselves. */
export function conditionsTable(): string {
  const rows = CONDITIONS.map(({ meta: { name, summary, example, absence } }) =>
    [`\`${name}\``, summary, `\`${name}: ${example}\``, absence].map(cell).join(' | '),
  );
  return [
    '| Condition | Looks at | Example | With nothing to look at |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
