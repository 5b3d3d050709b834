import type { LoadedRuleset } from '../ruleset/parse.ts';
import type { Labels } from './labels.ts';
import type { Row } from './row.ts';
import type { Tally } from './tally.ts';

/** What a way of going through the file needs to know. Instants and lengths in ms. */
export interface PassSettings {
  /** The rules asked about, then those compared with, if any. */
  rulesets: readonly LoadedRuleset[];
  labels: Labels;
  tally: Tally;
  /** The number that texts, and messages which do not tell, were written to. */
  phoneNumberId: string;
  /** When the first text is sent. */
  textsFrom: number;
  /** Until the next one; only where time runs. */
  textsEvery: number;
  /** The time of messages that carry none. */
  now: number;
}

/** A way of going through the file. */
export interface Pass {
  /** `bytes`: how long the row was. */
  take(row: Row, bytes: number): void;
  /** Judges what had to wait for its turn, in batches; the event loop runs between them. Yields how many are done. */
  finish(): AsyncGenerator<number>;
  /** Messages that wait for `finish`. */
  readonly waiting: number;
}
