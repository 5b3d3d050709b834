import type { Meaning } from '../replay/labels.ts';
import { LEVELS, type Level } from '../replay/quality.ts';
import type { ReplayReport } from '../replay/report.ts';
import type { Io } from './io.ts';
import { printTable } from './output.ts';

/** What labels were taken for, then precision and recall of each level of decision. */
export function printQuality(
  io: Io,
  { labels, levels, messages }: NonNullable<ReplayReport['quality']>,
): void {
  const named = (meaning: Meaning): string =>
    Object.entries(labels)
      .flatMap(([label, meant]) => (meant === meaning ? [label] : []))
      .join(', ');
  io.stdout.write(
    `unwanted: ${messages.spam} (${named('spam')}) · harmless: ${messages.ham} (${named('ham')})\n`,
  );
  if (messages.other > 0)
    io.stdout.write(
      `not counted: ${messages.other} (${named('other')}); say what they mean with --spam or --ham\n`,
    );
  printTable<Level>(
    io,
    [
      { title: 'decision', value: (level) => (level === 'block' ? level : `${level} or harsher`) },
      { title: 'unwanted hit', value: (level) => levels[level].spam, align: 'right' },
      { title: 'harmless hit', value: (level) => levels[level].ham, align: 'right' },
      { title: 'precision', value: (level) => share(levels[level].precision), align: 'right' },
      { title: 'recall', value: (level) => share(levels[level].recall), align: 'right' },
    ],
    LEVELS,
  );
}

/** As percent; a dash where there is nothing to divide by. */
export const share = (part: number | null): string => (part === null ? '–' : `${(part * 100).toFixed(1)}%`);
