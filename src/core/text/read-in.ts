import { leetIn } from './leet.ts';
import { BIT, DISGUISE, MARK, OTHER, traitsOf } from './letters.ts';
import { behindDisguise, readAs, type Alphabet } from './look-alikes.ts';

/** One alphabet's way of reading a word: what each character may be, the likeliest first, and how much squinting it takes. */
export interface Attempt {
  places: string[];
  /** Infinity when a letter is nothing in that alphabet. */
  cost: number;
}

/** A digit or sign that means nothing in an alphabet stays what it is. */
const UNREAD_COST = 2;

export function readIn(alphabet: Alphabet, characters: readonly string[], leet: boolean): Attempt {
  const places: string[] = [];
  let sum = 0;
  for (const character of characters) {
    const traits = traitsOf(character.codePointAt(0) ?? 0);
    let letters: string | undefined = character;
    let cost = 0;
    if ((traits & BIT[alphabet]) !== 0) letters = alphabet === 'latin' ? struck(character) : character;
    else if ((traits & OTHER) !== 0) {
      const letter = leet ? leetIn(alphabet, character) : undefined;
      letters = letter ?? character;
      cost = leet && letter === undefined ? UNREAD_COST : 0;
    } else if ((traits & MARK) === 0) {
      const reading =
        (traits & DISGUISE) === 0 ? otherLetter(alphabet, character) : disguised(alphabet, character);
      letters = reading?.letters;
      cost = reading?.cost ?? Infinity;
    }
    if (letters === undefined) return { places, cost: Infinity };
    places.push(letters);
    sum += cost;
  }
  return { places, cost: sum };
}

/** ƒ, ø and ł are letters of their own, but among disguised ones they are read as f, o and l, too. */
const struck = (character: string): string =>
  character < '\u0080' ? character : (readAs('latin', character)?.letters ?? '') + character;

const otherLetter = (alphabet: Alphabet, character: string): ReturnType<typeof readAs> =>
  readAs(alphabet, character) ?? readAs(alphabet, character.normalize('NFD').charAt(0));

function disguised(alphabet: Alphabet, character: string): ReturnType<typeof readAs> {
  const letters = behindDisguise(character) ?? '';
  if (alphabet === 'latin') return { letters, cost: 1 };
  const reading = readAs(alphabet, letters.charAt(0));
  return reading && { letters: reading.letters, cost: reading.cost + 1 };
}
