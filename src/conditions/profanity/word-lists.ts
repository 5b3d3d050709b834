import { Filter } from 'bad-words';
import words from 'naughty-words';
import { plainText } from '../../core/text/plain.ts';
import { IDENTITY_WORDS } from './identity-words.ts';
import { LEFT_OUT } from './left-out.ts';
import { OWN_WORDS } from './own-words.ts';

/** Hindi in its own letters and in Latin ones. */
export const PROFANE_LANGUAGES = [
  'ar',
  'de',
  'en',
  'es',
  'fr',
  'hi',
  'id',
  'it',
  'nl',
  'pl',
  'pt',
  'ru',
  'tr',
] as const;
export type ProfaneLanguage = (typeof PROFANE_LANGUAGES)[number];

const split = (text = ''): string[] => text.split(',').map((word) => word.trim());
const plainSet = (entries: readonly string[]): ReadonlySet<string> => new Set(entries.map(plainText));

const IDENTITY = plainSet(IDENTITY_WORDS);

/** bad-words' stars and semicolons are leftovers: `arse*` as a prefix would hit arsenal, `fitt*` fitting. */
const english = (): string[] => new Filter().list.map((entry) => plainText(entry).replace(/^\*|[*;]+$/g, ''));

/** naughty-words' English list is about sex more than about swearing; bad-words' is kept instead. */
const listOf = (language: ProfaneLanguage): readonly string[] =>
  language === 'en' ? english() : language === 'id' ? [] : words[language];

/** The profane words of a language in the plain view, without those that are harmless or say what somebody is. */
function read(language: ProfaneLanguage): readonly string[] {
  const leftOut = plainSet(split(LEFT_OUT[language]));
  const entries = [...listOf(language).map(plainText), ...split(OWN_WORDS[language]).map(plainText)];
  return [...new Set(entries)].filter((entry) => entry !== '' && !leftOut.has(entry) && !IDENTITY.has(entry));
}

export const PROFANE_WORDS: Readonly<Record<ProfaneLanguage, readonly string[]>> = {
  ar: read('ar'),
  de: read('de'),
  en: read('en'),
  es: read('es'),
  fr: read('fr'),
  hi: read('hi'),
  id: read('id'),
  it: read('it'),
  nl: read('nl'),
  pl: read('pl'),
  pt: read('pt'),
  ru: read('ru'),
  tr: read('tr'),
};
