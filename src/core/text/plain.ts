import { clip, MAX_TEXT_LENGTH } from './clip.ts';

const PRINTABLE_ASCII = /^[\t-\r -~]*$/;
/** As a regex class: zero-width and bidi characters, variation selectors, tags, fillers, controls, lone surrogates. */
export const INVISIBLE_CLASS = String.raw`\p{Default_Ignorable_Code_Point}\p{Cs}\x00-\x08\x0e-\x1f\x7f-\x9f\ufff9-\ufffb`;
const INVISIBLE = new RegExp(`[${INVISIBLE_CLASS}]+`, 'gu');
/** Sorting a long run of combining marks costs quadratic time, and no writing system puts more than eight on a letter. */
const EXCESS_MARKS = /([\p{M}\uff9e\uff9f]{8})[\p{M}\uff9e\uff9f]+/gu;
const SPACE = /[\s\u2800]/u;
/** A white-space run other than one plain space. U+2800 is a Braille cell without dots. */
const SPACE_RUN = /[^\S ][\s\u2800]*|\u2800[\s\u2800]*| [\s\u2800]+/gu;

/**
 * The plain view: NFKC, lower case, without characters that cannot be seen, white space collapsed and trimmed; at most 65,536
 * UTF-16 units. Applying it twice changes nothing.
 */
export function plainText(raw: string): string {
  const text = clip(raw, MAX_TEXT_LENGTH);
  const folded = PRINTABLE_ASCII.test(text) ? text.toLowerCase() : foldCharacters(text);
  return clip(folded.replace(SPACE_RUN, ' ').trim(), MAX_TEXT_LENGTH).trimEnd();
}

/** All of `plainText` that works character by character: a whole text gives the same as its pieces side by side. */
export function foldCharacters(text: string): string {
  const composed = clip(tame(text).normalize('NFKC'), MAX_TEXT_LENGTH);
  const lower = tame(composed).toLowerCase();
  // The Turkish capital dotted I leaves a loose dot; which sigma a word ends in depends on its neighbours.
  return lower
    .replace(/i\u0307+/g, 'i')
    .replaceAll('ς', 'σ')
    .normalize('NFKC');
}

export function stripInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

function tame(text: string): string {
  return stripInvisible(text).replace(EXCESS_MARKS, '$1');
}

/** Whether `plainText` turns this UTF-16 unit into a space. */
export function isSpace(unit: number): boolean {
  return unit < 0x80 ? unit <= 0x20 : SPACE.test(String.fromCharCode(unit));
}
