/** How often a letter is kept in the skeleton that was written three times in a row or more. */
const STRETCHED = 3;

/** Every letter once, however often it follows itself: what all spellings of a stretched word have in common. */
export function withoutRuns(text: string): string {
  let index = 1;
  while (index < text.length && text.charCodeAt(index) !== text.charCodeAt(index - 1)) index += 1;
  return index >= text.length ? text : text.replace(/([^])\1+/g, '$1');
}

/** Whether a word of the skeleton reads as `entry`: a letter that was stretched may stand for one or two. */
export function readsAs(word: string, entry: string): boolean {
  let at = 0;
  let entryAt = 0;
  while (at < word.length && entryAt < entry.length) {
    if (word.charCodeAt(at) !== entry.charCodeAt(entryAt)) return false;
    const run = runAt(word, at);
    const entryRun = runAt(entry, entryAt);
    if (!mayStandFor(run, entryRun)) return false;
    at += run;
    entryAt += entryRun;
  }
  return at === word.length && entryAt === entry.length;
}

export const mayStandFor = (run: number, entryRun: number): boolean => run === entryRun || run === STRETCHED;

/** How often the unit at `at` follows itself from there. */
export function runAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  let end = at + 1;
  while (end < text.length && text.charCodeAt(end) === unit) end += 1;
  return end - at;
}
