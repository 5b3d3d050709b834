import type { Progress } from '../replay/replay.ts';
import type { TextSink } from './io.ts';

const TERMINAL_EVERY_MS = 100;
const LOG_EVERY_MS = 2000;
const BAR = 20;

/** Tells on standard error how far a replay is: on a terminal one line that is written over, elsewhere a line now and then. */
export class ReplayProgress {
  readonly #sink: TextSink;
  readonly #readSoFar: () => number | null;
  #toldAt: number;
  #isShown = false;

  constructor(sink: TextSink, readSoFar: () => number | null) {
    this.#sink = sink;
    this.#readSoFar = readSoFar;
    this.#toldAt = this.#sink.isTTY === true ? 0 : Date.now();
  }

  tell(progress: Progress): void {
    const onTerminal = this.#sink.isTTY === true;
    const now = Date.now();
    if (now - this.#toldAt < (onTerminal ? TERMINAL_EVERY_MS : LOG_EVERY_MS)) return;
    this.#toldAt = now;
    this.#isShown = true;
    const line = progressLine(progress, this.#readSoFar());
    this.#sink.write(onTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  }

  /** Clears the line for what is printed next. */
  end(): void {
    if (this.#isShown && this.#sink.isTTY === true) this.#sink.write('\r\u001b[K');
    this.#isShown = false;
  }
}

/** `read`: share of the file, null when nobody knows. */
export function progressLine({ phase, rows, judged, waiting }: Progress, read: number | null): string {
  const share = phase === 'reading' ? read : waiting === 0 ? 1 : judged / waiting;
  const bar =
    share === null
      ? ''
      : `${'█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░')} ${Math.floor(share * 100)}% `;
  const what =
    phase === 'reading'
      ? `reading, ${say(rows)} rows`
      : `judging, ${say(judged)} of ${say(waiting)} messages`;
  return `${bar}${what}`;
}

const say = (count: number): string => count.toLocaleString('en-US');
