import { openReplayInput } from '../../src/cli/replay-input.ts';
import type { Io } from '../../src/cli/io.ts';
import { UserError } from '../../src/errors.ts';
import { SOME_NUMBER } from '../../src/explain/payload.ts';
import { UNNAMED } from '../../src/replay/counts.ts';
import { readLines, type Line } from '../../src/replay/lines.ts';
import { readRows } from '../../src/replay/row.ts';

/** A text and what somebody judged it to be. */
export interface LabelledRow {
  source: string;
  lang: string;
  /** Lower case; `ham` and `spam` are what quality is measured by. */
  label: string;
  text: string;
}

const MAX_PROBLEMS = 20;
const NO_TERMINAL: Io = { stdout: process.stdout, stderr: process.stderr, isTTY: false, env: {} };

/** What could not be read, over all files; the first of every file in words. */
export class Unread {
  lines = 0;
  /** `FILE:LINE: what is wrong`, without a word of the line itself. */
  readonly problems: string[] = [];
  readonly #ofFile = new Map<string, number>();

  add(file: string, line: number, problem: string): void {
    const known = this.#ofFile.get(file) ?? 0;
    this.#ofFile.set(file, known + 1);
    this.lines += 1;
    if (known < MAX_PROBLEMS) this.problems.push(`${file}:${line}: ${problem}`);
  }

  /** All of it; files with more than were kept say how many more. */
  describe(): string[] {
    const more = [...this.#ofFile].filter(([, count]) => count > MAX_PROBLEMS);
    return [
      ...this.problems,
      ...more.map(([file, count]) => `${file}: … and ${count - MAX_PROBLEMS} more lines that cannot be read`),
    ];
  }
}

/** The rows of a file, in batches: one JSON object a line, `{"text", "label", "source", "lang"}`. Never holds more than a piece of it. */
export async function* readLabelled(file: string, unread: Unread): AsyncGenerator<LabelledRow[]> {
  if (file === '-')
    throw new UserError('labelled text is read more than once, so it cannot come from standard input', {
      hint: 'Save it to a file and name that.',
    });
  const { bytes } = await openReplayInput(file, NO_TERMINAL, new AbortController().signal);
  let rows = 0;
  for await (const lines of readLines(bytes)) {
    const batch = lines.flatMap((line) => rowsOf(file, line, unread));
    rows += batch.length;
    yield batch;
  }
  if (rows > 0) return;
  throw new UserError([`${file} holds no labelled text`, ...unread.describe()].join('\n'), {
    hint: 'Each line is a JSON object: {"source": "…", "lang": "en", "label": "ham", "text": "…"}',
  });
}

function rowsOf(file: string, line: Line, unread: Unread): LabelledRow[] {
  const fail = (problem: string): [] => {
    unread.add(file, line.number, problem);
    return [];
  };
  if ('problem' in line) return fail(line.problem);
  const read = readRows(line.number, line.text, SOME_NUMBER);
  if (!read.ok) return fail(read.message);
  return read.rows.flatMap((row) => {
    if (row.kind !== 'text') return fail('is a delivery; labelled text has "text" and "label"');
    const { label, source, lang } = row.tags;
    if (label === null) return fail('has no "label"; say "ham", "spam" or a name of your own');
    return { source: source ?? UNNAMED, lang: lang ?? UNNAMED, label: label.toLowerCase(), text: row.text };
  });
}
