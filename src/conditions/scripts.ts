import type { TextViews } from '../core/text/views.ts';
import { codePointsIn } from './code-points.ts';

/** By their Unicode names, the widely used ones first. */
export const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Arabic',
  'Devanagari',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Thai',
  'Greek',
  'Hebrew',
  'Bengali',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Gujarati',
  'Gurmukhi',
  'Oriya',
  'Sinhala',
  'Armenian',
  'Georgian',
  'Ethiopic',
  'Khmer',
  'Lao',
  'Myanmar',
  'Tibetan',
  'Mongolian',
  'Thaana',
  'Cherokee',
] as const;
export type Script = (typeof SCRIPTS)[number];

const NO_LETTER = /\P{L}+/gu;

/** Counts the letters of a text, and those that belong to one of the scripts. */
export function letterCounter(
  scripts: readonly Script[],
): (text: TextViews) => { letters: number; inScripts: number } {
  const others = new RegExp(`[^${scripts.map((script) => `\\p{Script=${script}}`).join('')}]+`, 'gu');
  return ({ plain }) => {
    const letters = plain.replace(NO_LETTER, '');
    return { letters: codePointsIn(letters), inScripts: codePointsIn(letters.replace(others, '')) };
  };
}
