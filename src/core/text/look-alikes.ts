import { FANCY_LETTERS, LOOK_ALIKES } from './look-alike-data.ts';

/** The alphabets in which look-alikes are read; everything else is left as it is. */
export type Alphabet = 'latin' | 'cyrillic' | 'greek';

/** What a character may be read as, the likeliest first, and how much one must squint: 1 the same, 2 as a capital, 3 about so. */
export interface Reading {
  letters: string;
  cost: number;
}

const CYRILLIC = /\p{Script=Cyrillic}/u;
const GREEK = /\p{Script=Greek}/u;
const LATIN = /\p{Script=Latin}/u;

/** Cyrillic letters that are a Latin one at sight or as a capital. Rarer ones (ԁ, ѕ, һ …) nobody has in a list. */
const CLEAR_CYRILLIC = 'авекмнорстухј';
const SAME_AT_SIGHT = 'асеорхуіјѕԁԛԝһӏƽɑɡοαϲιјνρυ';

/** Not in the Unicode data: faux Cyrillic and Greek (`BITCOIИ`, `fяєє`) and letters with a stroke. */
const LOOSE_LATIN: readonly (readonly [letters: string, characters: string])[] = [
  ['a', 'λ'],
  ['b', 'б'],
  ['d', 'δ'],
  ['e', 'єэёәξꞓ'],
  ['f', 'ғƒ'],
  ['g', 'ǥ'],
  ['h', 'ћђңҥ'],
  ['i', 'їɨ'],
  ['k', 'ќқҝҡ'],
  ['l', 'ł'],
  ['n', 'пπηҋ'],
  ['nu', 'ий'],
  ['o', 'өθδøѳ'],
  ['r', 'гяɍґ'],
  ['t', 'ŧ'],
  ['u', 'џцμ'],
  ['w', 'шщω'],
  ['x', 'ҳ'],
  ['y', 'ўұ'],
];
/** Latin letters with a stroke that no language in wide use writes. */
const STRUCK_LETTERS: readonly (readonly [letter: string, characters: string])[] = [
  ['b', 'ƀ'],
  ['c', 'ȼ'],
  ['e', 'ɇ'],
  ['j', 'ɉ'],
  ['y', 'ɏ'],
  ['z', 'ƶ'],
];
/** Latin letters read as Cyrillic ones although neither Unicode nor a capital says so: `u` for и, `n` for п … */
const LOOSE_CYRILLIC: readonly (readonly [letters: string, character: string])[] = [
  ['ьб', 'b'],
  ['д', 'g'],
  ['і', 'i'],
  ['гя', 'r'],
  ['пи', 'n'],
  ['иц', 'u'],
  ['шщ', 'w'],
];

/** A character of another alphabet → the Latin letters it looks like. */
const toLatin = new Map<string, Reading>();
const toCyrillic = new Map<string, Reading>();
const toGreek = new Map<string, Reading>();
/** Characters that are never what they are drawn as: small capitals, circled letters, letters of forgotten alphabets. */
const disguises = new Map<string, string>();

for (const [letters, characters] of LOOK_ALIKES) {
  for (const character of characters) {
    if (LATIN.test(character) || character === '℮') disguises.set(character, letters);
    else toLatin.set(character, { letters, cost: SAME_AT_SIGHT.includes(character) ? 1 : 2 });
    for (const letter of letters) addInverse(letter, character);
  }
}
for (const [letter, characters] of [...FANCY_LETTERS, ...STRUCK_LETTERS])
  for (const character of characters) disguises.set(character, letter);
for (const [letters, characters] of LOOSE_LATIN) {
  for (const character of characters) {
    const known = toLatin.get(character);
    // What only the capital looks like comes after what people see.
    const inOrder = known?.cost === 1 ? known.letters + letters : letters + (known?.letters ?? '');
    toLatin.set(character, { letters: distinct(inOrder), cost: known?.cost ?? 3 });
  }
}
for (const [letters, character] of LOOSE_CYRILLIC) {
  const known = toCyrillic.get(character);
  toCyrillic.set(character, { letters: distinct((known?.letters ?? '') + letters), cost: known?.cost ?? 3 });
}

function addInverse(letter: string, character: string): void {
  const table = CYRILLIC.test(character) ? toCyrillic : GREEK.test(character) ? toGreek : null;
  if (table === null || (table === toCyrillic && !CLEAR_CYRILLIC.includes(character))) return;
  const cost = SAME_AT_SIGHT.includes(character) ? 1 : 2;
  const known = table.get(letter);
  const letters =
    known !== undefined && known.cost <= cost
      ? known.letters + character
      : character + (known?.letters ?? '');
  table.set(letter, { letters, cost: Math.min(cost, known?.cost ?? cost) });
}

function distinct(letters: string): string {
  return [...new Set(letters)].join('');
}

/** What a letter of another alphabet may stand for in `alphabet`; undefined = nothing there looks like it. */
export function readAs(alphabet: Alphabet, character: string): Reading | undefined {
  const latin = toLatin.get(character);
  if (alphabet === 'latin') return latin;
  const table = alphabet === 'cyrillic' ? toCyrillic : toGreek;
  // From Greek to Cyrillic and back by way of the Latin letter both look like.
  return table.get(latin === undefined ? character : latin.letters.charAt(0));
}

/** The letter behind a small capital, a circled letter and the like. */
export const behindDisguise = (character: string): string | undefined => disguises.get(character);

/** Whether a character of no alphabet of ours (Cherokee, Lisu, Armenian …) looks like a Latin letter. */
export const looksLatin = (character: string): boolean => toLatin.has(character);

/** Every character outside ASCII whose mere presence makes a text worth a closer look. */
export const SUSPECTS: readonly string[] = [
  ...disguises.keys(),
  ...[...toLatin.keys()].filter(
    (character) => !CYRILLIC.test(character) && !GREEK.test(character) && !LATIN.test(character),
  ),
];
