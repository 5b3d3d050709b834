import { count } from '../../src/cli/replay-people.ts';
import { LABELS, type Measured } from './measure.ts';
import { sourcesList } from './sources.ts';
import { besideTable, mainTable, otherTable, rulesTable } from './tables.ts';

export interface Run {
  /** Version of the ruleset. */
  hash: string;
  /** Null leaves it out, so that two runs say the same. */
  day: string | null;
  /** What was typed, without folders. */
  command: string;
}

const BESIDE =
  'Harmless texts hit / unwanted texts caught, by the rules and by a naive Bayes filter, on the same texts. The filter learned from one half of the labelled text and is measured on what it never saw; in the last column as if it had never seen the language either.';

/** Figures as the page shows them: Markdown, without a word of any text. */
export function partOf({ rows, groups, rules, beside, unread }: Measured, run: Run): string {
  const { hash, day, command } = run;
  const sources = [...new Set(groups.map(({ source }) => source))];
  const other = otherTable(groups);
  return [
    [count(rows, 'text'), unread.lines > 0 ? `${count(unread.lines, 'line')} could not be read` : null]
      .concat([`ruleset version \`${hash}\``, day, `\`${command}\``])
      .filter((part) => part !== null)
      .join(' · '),
    sourcesList(sources),
    '### By source and language',
    mainTable(groups),
    ...(other === '' ? [] : ['### Other labels', other]),
    '### By rule',
    rulesTable(rules, LABELS),
    ...(beside.length === 0 ? [] : ['### Beside a Bayes filter', BESIDE, besideTable(beside)]),
  ].join('\n\n');
}
