import type { LoadedRuleset } from '../ruleset/parse.ts';
import { Apart } from './apart.ts';
import type { Labels } from './labels.ts';
import { readLines, type Line } from './lines.ts';
import type { PassSettings } from './pass.ts';
import { reportOf, type Reading, type ReplayReport, type TimelineReport } from './report.ts';
import { readRows } from './row.ts';
import { Tally } from './tally.ts';
import { Together } from './together.ts';

const MAX_PROBLEMS = 20;

export interface ReplayOptions extends Pick<
  PassSettings,
  'labels' | 'phoneNumberId' | 'textsFrom' | 'textsEvery' | 'now'
> {
  ruleset: LoadedRuleset;
  /** To compare with: "more" and "harsher" mean more and harsher than these. */
  against: LoadedRuleset | null;
  labels: Labels;
  /** Runs everything in order of time, senders together; else each sender is alone. */
  timeline: boolean;
  /** How many people and lines are kept by name. */
  limit: number;
  /** Asked between batches; true ends the replay with a ReplayStopped. */
  stopped: () => boolean;
  progress: (progress: Progress) => void;
}

/** How far it is: rows read, then messages judged of those that had to wait for their turn. */
export interface Progress {
  rows: number;
  judged: number;
  waiting: number;
  phase: 'reading' | 'judging';
}

export class ReplayStopped extends Error {
  override name = 'ReplayStopped' as const;
}

/** Takes every message of a file through the rules and counts what they would have done. Nothing is stored, sent or blocked. */
export async function replay(
  input: AsyncIterable<Uint8Array>,
  { ruleset, against, timeline, limit, stopped, progress, ...settings }: ReplayOptions,
): Promise<ReplayReport> {
  const rulesets = against === null ? [ruleset] : [ruleset, against];
  const tally = new Tally(ruleset.loaded, limit);
  const passSettings: PassSettings = { ...settings, rulesets, tally };
  using pass = timeline ? new Together(passSettings) : new Apart(passSettings);
  const reader = new Reader(settings.phoneNumberId);
  const check = (): void => {
    if (stopped()) throw new ReplayStopped('stopped before the end of the file');
  };
  for await (const lines of readLines(input)) {
    check();
    for (const line of lines) for (const { row, bytes } of reader.read(line)) pass.take(row, bytes);
    progress({ rows: reader.rows, judged: 0, waiting: pass.waiting, phase: 'reading' });
  }
  for await (const judged of pass.finish()) {
    check();
    progress({ rows: reader.rows, judged, waiting: pass.waiting, phase: 'judging' });
  }
  const happened = pass instanceof Together ? timelineReport(pass, tally) : null;
  return reportOf(reader.reading, tally, { rulesets, labels: settings.labels, timeline: happened });
}

function timelineReport({ happened: [own], held }: Together, { keptOut }: Tally): TimelineReport {
  return { keptOut, blocks: own?.blocks ?? 0, lifts: own?.lifts ?? 0, held };
}

/** Turns lines into rows and keeps account of what could not be read. */
class Reader {
  rows = 0;
  #broken = 0;
  readonly #problems: { line: number; message: string }[] = [];
  readonly #passedOver = new Map<string, number>();
  readonly #phoneNumberId: string;

  constructor(phoneNumberId: string) {
    this.#phoneNumberId = phoneNumberId;
  }

  get reading(): Reading {
    const passedOver = Object.fromEntries(this.#passedOver);
    return { rows: this.rows, broken: this.#broken, problems: this.#problems, passedOver };
  }

  read(line: Line): { row: Parameters<Apart['take']>[0]; bytes: number }[] {
    if ('problem' in line) return this.#fail(line.number, line.problem);
    const read = readRows(line.number, line.text, this.#phoneNumberId);
    if (!read.ok) return this.#fail(line.number, read.message);
    this.rows += read.rows.length;
    for (const row of read.rows)
      if (row.kind === 'delivery')
        for (const [name, count] of row.passedOver)
          this.#passedOver.set(name, (this.#passedOver.get(name) ?? 0) + count);
    const bytes = line.text.length / read.rows.length;
    return read.rows.map((row) => ({ row, bytes }));
  }

  #fail(line: number, message: string): [] {
    this.#broken += 1;
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ line, message });
    return [];
  }
}
