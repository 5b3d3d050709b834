/** Punctuation that ends a sentence or closes formatting, and emoji: written after a link, not part of it. */
const TRAILING = /^(?:[.,;:!?'’*_~…]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator})$/u;
const OPENER_OF = new Map([
  [')', '('],
  [']', '['],
]);

/** Cuts what belongs to the sentence off the end of a URL; a closing bracket stays when the URL itself opened it. */
export function trimUrlEnd(url: string): string {
  const unopened = new Map(
    [...OPENER_OF].map(([closer, opener]) => [closer, count(url, closer) - count(url, opener)]),
  );
  let end = url.length;
  while (end > 0) {
    const last = lastCharacter(url, end);
    const surplus = unopened.get(last) ?? 0;
    if (surplus > 0) unopened.set(last, surplus - 1);
    else if (!TRAILING.test(last)) break;
    end -= last.length;
  }
  return url.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function lastCharacter(text: string, end: number): string {
  const unit = text.charCodeAt(end - 1);
  const isLowSurrogate = unit >= 0xdc00 && unit <= 0xdfff;
  return text.slice(isLowSurrogate ? end - 2 : end - 1, end);
}
