import type { TextViews } from '../../core/text/views.ts';

/** A message brings its text and up to two names, and rules ask about them in turn. */
const SLOTS = 4;

export interface Remembered<Value> {
  (text: TextViews): Value;
  /** For when the answers change. */
  forget(): void;
}

/** Asked again about one of the last few texts, `compute` answers at once. */
export function rememberTexts<Value>(compute: (text: TextViews) => Value): Remembered<Value> {
  const texts: (TextViews | null)[] = Array.from({ length: SLOTS }, () => null);
  const values: (Value | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  let oldest = 0;
  const answer = (text: TextViews): Value => {
    for (let slot = 0; slot < SLOTS; slot += 1) {
      const value = values[slot];
      if (texts[slot] === text && value !== undefined) return value;
    }
    const value = compute(text);
    texts[oldest] = text;
    values[oldest] = value;
    oldest = (oldest + 1) % SLOTS;
    return value;
  };
  return Object.assign(answer, { forget: () => void texts.fill(null) });
}
