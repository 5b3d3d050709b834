/** Shorter names are too near to other words. */
const SHORTEST = 5;
/** Below this, only slips of the fingers count: any letter for any other makes `apply` of `apple`. */
const ANY_LETTER = 7;
const TWO_EDITS = 10;

/**
 * Whether `word` is `name` misspelt: from 5 letters on with two neighbours swapped or a letter doubled or halved, from 7 on with one
 * letter too many, too few or wrong, from 10 on with two. What begins with another letter is another word, unless it was swapped.
 */
export function isTypoOf(word: string, name: string): boolean {
  if (name.length < SHORTEST || word === name || Math.abs(word.length - name.length) > 2) return false;
  if (isSlip(word, name)) return true;
  if (name.length < ANY_LETTER || word.charAt(0) !== name.charAt(0)) return false;
  return distanceWithin(word, name, name.length < TWO_EDITS ? 1 : 2);
}

function isSlip(word: string, name: string): boolean {
  let at = 0;
  while (at < word.length && word.charAt(at) === name.charAt(at)) at += 1;
  switch (word.length - name.length) {
    case 0:
      return (
        word.charAt(at) === name.charAt(at + 1) &&
        word.charAt(at + 1) === name.charAt(at) &&
        word.slice(at + 2) === name.slice(at + 2)
      );
    case 1:
      return at > 0 && word.charAt(at) === word.charAt(at - 1) && word.slice(at + 1) === name.slice(at);
    case -1:
      return at > 0 && name.charAt(at) === name.charAt(at - 1) && word.slice(at) === name.slice(at + 1);
    default:
      return false;
  }
}

/** Whether so many edits (a letter more, less or other, or two neighbours swapped) make one of the other. */
function distanceWithin(a: string, b: string, most: number): boolean {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1;
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      const swapped =
        i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1);
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    if (Math.min(...next) > most) return false;
    before = row;
    row = next;
  }
  return (row[b.length] ?? Infinity) <= most;
}
