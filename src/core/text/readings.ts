/** How many ways of reading one word are tried at most. */
export const MAX_READINGS = 16;

const FEW_RUNS = 6;
const STRETCH = /(\p{L})\1{2}/gu;

/** All words that take one letter from each place, the likeliest first, at most `most`. */
export function combine(places: readonly string[], most: number): string[] {
  let words = [''];
  for (const letters of places) {
    const choices = letters.length === 1 ? [letters] : Array.from(letters);
    const fits = words.length * choices.length <= most;
    words = (fits ? choices : choices.slice(0, 1)).flatMap((letter) => words.map((word) => word + letter));
  }
  // Many doubtful places: at least the words that read all of them the second way.
  const second = places.map((letters) => Array.from(letters)[1] ?? letters).join('');
  if (words.length < most && !words.includes(second)) words.push(second);
  return words;
}

/** A stretched word with each run of three letters read as one, two or three; the word itself comes first. */
export function relax(word: string): string[] {
  const runs = Array.from(word.matchAll(STRETCH), ({ index, 1: letter = '' }) => ({ index, letter }));
  if (runs.length === 0) return [word];
  const pieces = runs.map(({ index }, run) =>
    word.slice(run === 0 ? 0 : (runs[run - 1]?.index ?? 0) + 3 * (runs[run - 1]?.letter.length ?? 1), index),
  );
  const last = runs.at(-1);
  const tail = last === undefined ? '' : word.slice(last.index + 3 * last.letter.length);
  const build = (lengths: readonly number[]): string =>
    runs.map(({ letter }, run) => `${pieces[run] ?? ''}${letter.repeat(lengths[run] ?? 3)}`).join('') + tail;
  const all = (length: number): number[] => runs.map(() => length);
  const few = runs.length <= FEW_RUNS ? runs : [];
  const one = few.map((_, chosen) => runs.map((__, run) => (run === chosen ? 2 : 1)));
  const other = few.map((_, chosen) => runs.map((__, run) => (run === chosen ? 1 : 2)));
  return [...new Set([all(3), all(1), all(2), ...one, ...other].map(build))].slice(0, MAX_READINGS);
}

/** Without accents, where they sit on Latin letters. */
export function withoutAccents(word: string): string {
  return word
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC');
}

export function distinctReadings(words: Iterable<string>): string[] {
  return [...new Set(words)].slice(0, MAX_READINGS);
}
