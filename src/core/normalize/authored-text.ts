import { clip, MAX_TEXT_LENGTH } from '../text/clip.ts';
import { string } from './read.ts';

const LONE_SURROGATE = /\p{Cs}/gu;

/** Collects what a person wrote, each part once, until the text is full. */
export class AuthoredText {
  readonly #parts = new Set<string>();
  #length = 0;

  get isFull(): boolean {
    return this.#length >= MAX_TEXT_LENGTH;
  }

  add(...values: readonly unknown[]): void {
    for (const value of values) {
      const part = string(value);
      if (part === null || this.isFull || this.#parts.has(part)) continue;
      this.#parts.add(part);
      this.#length += part.length + 1;
    }
  }

  /** One part a line. Half surrogate pairs do not survive UTF-8, so they are replaced here, before anything is hashed. */
  toString(): string {
    return clip([...this.#parts].join('\n'), MAX_TEXT_LENGTH).replace(LONE_SURROGATE, '\ufffd');
  }
}
