import { INVISIBLE, INVISIBLE_CLASS, kindOfPoint, MARK, SIMPLE, SPACE } from './character-kinds.ts';
import { clip, MAX_TEXT_LENGTH } from './clip.ts';

export { INVISIBLE_CLASS } from './character-kinds.ts';

const PRINTABLE_ASCII = /^[\t-\r -~]*$/;
const INVISIBLES = new RegExp(`[${INVISIBLE_CLASS}]+`, 'gu');
const MOST_MARKS = 8;
/** A white-space run other than one plain space. U+2800 is a Braille cell without dots. */
const SPACE_RUN = /[^\S ][\s\u2800]*|\u2800[\s\u2800]*| [\s\u2800]+/gu;
/** Found much faster than a run, where there is none. */
const ODD_SPACE = /[^\S ]|\u2800| {2}/;

/**
 * The plain view: NFKC, lower case, without characters that cannot be seen, white space collapsed and trimmed; at most 65,536
 * UTF-16 units. Applying it twice changes nothing.
 */
export function plainText(raw: string): string {
  const text = clip(raw, MAX_TEXT_LENGTH);
  const folded = PRINTABLE_ASCII.test(text) ? text.toLowerCase() : foldCharacters(text);
  const spaced = ODD_SPACE.test(folded) ? folded.replace(SPACE_RUN, ' ') : folded;
  return clip(spaced.trim(), MAX_TEXT_LENGTH).trimEnd();
}

/** All of `plainText` that works character by character: a whole text gives the same as its pieces side by side. */
export function foldCharacters(text: string): string {
  if (isSimple(text)) return text.toLowerCase();
  const tamed = tame(text);
  const composed = clip(tamed.normalize('NFKC'), MAX_TEXT_LENGTH);
  const settled = composed === tamed;
  const lower = (settled ? composed : tame(composed)).toLowerCase();
  // The Turkish capital dotted I leaves a loose dot; which sigma a word ends in depends on its neighbours.
  const undotted = lower.includes('\u0307') ? lower.replace(/i\u0307+/g, 'i') : lower;
  const folded = undotted.replaceAll('ς', 'σ');
  return settled && folded === composed ? folded : folded.normalize('NFKC');
}

/** Texts in most languages hold nothing that folding could change but capitals. */
function isSimple(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const point = text.codePointAt(index) ?? 0;
    if ((kindOfPoint(point) & SIMPLE) === 0) return false;
    if (point > 0xffff) index += 1;
  }
  return true;
}

export function stripInvisible(text: string): string {
  return text.replace(INVISIBLES, '');
}

/**
 * Without characters that cannot be seen and without marks beyond the eighth on a letter: sorting a long run of combining marks costs
 * quadratic time, and no writing system puts more than eight on a letter. Nearly every text has neither.
 */
function tame(text: string): string {
  let tamed = '';
  let kept = 0;
  let marks = 0;
  for (let index = 0; index < text.length;) {
    const point = text.codePointAt(index) ?? 0;
    const width = point > 0xffff ? 2 : 1;
    const kind = kindOfPoint(point);
    if ((kind & INVISIBLE) === 0) marks = (kind & MARK) === 0 ? 0 : marks + 1;
    if ((kind & INVISIBLE) !== 0 || marks > MOST_MARKS) {
      tamed += text.slice(kept, index);
      kept = index + width;
    }
    index += width;
  }
  return kept === 0 ? text : tamed + text.slice(kept);
}

/** Whether `plainText` turns this UTF-16 unit into a space. */
export function isSpace(unit: number): boolean {
  return unit < 0x80 ? unit <= 0x20 : (kindOfPoint(unit) & SPACE) !== 0;
}
