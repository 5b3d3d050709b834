import type { Token } from '../core/text/tokens.ts';
import type { TextViews } from '../core/text/views.ts';
import { rememberLast } from './remember-last.ts';

export interface Repeats {
  /** The longest run of one character and that character; spaces aside. */
  characters: number;
  character: string;
  /** The most often a word or phrase is said without a pause. */
  words: number;
  phrase: string;
}

const LONGEST_PHRASE = 5;
const SPACE = 0x20;

export const findRepeats: (text: TextViews) => Repeats = rememberLast((text) => ({
  ...characterRun(text.plain),
  ...phraseRun(text.tokens),
}));

function characterRun(plain: string): Pick<Repeats, 'characters' | 'character'> {
  let best = 0;
  let bestPoint = 0;
  let run = 0;
  let last = -1;
  for (let index = 0; index < plain.length;) {
    const point = plain.codePointAt(index) ?? 0;
    index += point > 0xffff ? 2 : 1;
    run = point === last ? run + 1 : 1;
    last = point;
    if (run > best && point !== SPACE) {
      best = run;
      bestPoint = point;
    }
  }
  return { characters: best, character: best === 0 ? '' : String.fromCodePoint(bestPoint) };
}

/** `buy now buy now` is a phrase of two words, twice: words equal to those one phrase before them, as long as that lasts. */
function phraseRun(tokens: readonly Token[]): Pick<Repeats, 'words' | 'phrase'> {
  let best = Math.min(tokens.length, 1);
  let end = 1;
  let bestLength = 1;
  for (let length = 1; length <= LONGEST_PHRASE; length += 1) {
    let equal = 0;
    for (let index = length; index < tokens.length; index += 1) {
      equal = tokens[index]?.text === tokens[index - length]?.text ? equal + 1 : 0;
      if (equal < best * length) continue;
      best += 1;
      end = index + 1;
      bestLength = length;
    }
  }
  const phrase = tokens.slice(end - bestLength, end).map(({ text }) => text);
  return { words: best, phrase: phrase.join(' ') };
}
