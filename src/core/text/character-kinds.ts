/** What a character is, as flags. */
export const LETTER = 1;
export const MARK = 2;
export const INVISIBLE = 4;
export const SPACE = 8;
export const SIMPLE = 16;
const KNOWN = 128;

/** As a regex class: zero-width and bidi characters, variation selectors, tags, fillers, controls, lone surrogates. */
export const INVISIBLE_CLASS = String.raw`\p{Default_Ignorable_Code_Point}\p{Cs}\x00-\x08\x0e-\x1f\x7f-\x9f\ufff9-\ufffb`;

const CLASSES: readonly (readonly [number, RegExp])[] = [
  [LETTER, /[\p{L}\p{M}\p{N}]/u],
  [MARK, /[\p{M}\uff9e\uff9f]/u],
  [INVISIBLE, new RegExp(`[${INVISIBLE_CLASS}]`, 'u')],
  [SPACE, /[\s\u2800]/u],
];

/** By code point, filled in as characters are met: a look into a table is many times faster than a Unicode class. */
const kinds = new Uint8Array(0x110000);

/**
 * The flags of a character: `LETTER` (a letter, mark or digit, as in a token), `MARK` (also half-width voicing marks), `INVISIBLE`,
 * `SPACE` (also U+2800, a Braille cell without dots), `SIMPLE` (whatever stands beside it, the plain view has its small letter).
 */
export function kindOfPoint(point: number): number {
  const known = kinds[point] ?? KNOWN;
  return known === 0 ? classify(point) : known;
}

/** Marks and the parts of Korean syllables may merge with what stands before them; how a sigma is written depends on its neighbours. */
const DEPENDENT = /[\p{M}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ffΣς]/u;

function isSimple(character: string): boolean {
  const small = character.toLowerCase();
  return (
    small.length === character.length &&
    [character, small].every((one) => one.normalize('NFKC') === one && !DEPENDENT.test(one))
  );
}

function classify(point: number): number {
  const character = String.fromCodePoint(point);
  let kind = KNOWN;
  for (const [flag, pattern] of CLASSES) if (pattern.test(character)) kind |= flag;
  if ((kind & INVISIBLE) === 0 && isSimple(character)) kind |= SIMPLE;
  kinds[point] = kind;
  return kind;
}
