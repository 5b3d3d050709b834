import { RE2JS, RE2Set } from 're2js';
import { clip } from '../../core/text/clip.ts';

/**
 * Bytes of states a pattern may keep. Where it needs more it is slower, but building states without end would be slower still.
 * Those of Unicode classes are larger, so that it takes more bytes for as many.
 */
const STATE_BYTES = 256 * 1024;
const STATE_BYTES_UNICODE = 8 * STATE_BYTES;
const UNICODE_CLASS = /\\p/i;
/** Enough to show in a reason; the rest of the text is not searched again. */
const PLACES_SHOWN = 5;
/** A long text is searched by its beginning first, UTF-16 units: the engine does not stop at a match. */
const FIRST_LOOK = 1_024;
const LONG_TEXT = 4 * FIRST_LOOK;
/** What may hold at the end of a beginning and not in the middle of a text. */
const MINDS_WHAT_FOLLOWS = /\$|\\[bBzZ]/;
/** When it would take too long to tell where a match is, the reason shows how the text begins. */
const BEGINNING = 80;

/** One pattern, in two forms: one tells fast whether it is in a text, the other where. */
export class Pattern {
  readonly #pattern: RE2JS;
  readonly #flags: number;
  readonly #mindsWhatFollows: boolean;
  #set: RE2Set | null = null;
  /** In steps: what it costs at worst for each character of a text. */
  readonly size: number;

  constructor(source: string, flags: number) {
    this.#pattern = RE2JS.compile(source, flags);
    this.#flags = flags;
    this.#mindsWhatFollows = MINDS_WHAT_FOLLOWS.test(source);
    this.size = this.#pattern.programSize();
  }

  isIn(input: string): boolean {
    const set = this.prepare();
    const looksFirst = input.length > LONG_TEXT && !this.#mindsWhatFollows;
    if (looksFirst && set.match(clip(input, FIRST_LOOK)).length > 0) return true;
    return set.match(input).length > 0;
  }

  /** Compiles what `isIn` needs; at most `stateBytes` are spent on its states. */
  prepare(stateBytes = Infinity): RE2Set {
    if (this.#set !== null) return this.#set;
    const source = this.#pattern.pattern();
    const wanted = UNICODE_CLASS.test(source) ? STATE_BYTES_UNICODE : STATE_BYTES;
    this.#set = new RE2Set(RE2Set.UNANCHORED, this.#flags, Math.min(wanted, stateBytes));
    this.#set.add(source);
    this.#set.compile();
    return this.#set;
  }

  /** Where it is in the first `length` characters, or just somewhere when it is not to be found there. */
  places(input: string, length: number): { start: number; end: number }[] {
    const matcher = this.#pattern.matcher(input.slice(0, length));
    const places: { start: number; end: number }[] = [];
    while (places.length < PLACES_SHOWN && matcher.find())
      places.push({ start: matcher.start(), end: matcher.end() });
    return places.length > 0 ? places : [{ start: 0, end: Math.min(BEGINNING, input.length) }];
  }
}
