import { hasLanguageDetector, useLanguageDetector } from '../conditions/language-detector.ts';

const ASKS = 'text.language';

/** Loads the language detector (some 30 MB) when a rule among the contents asks for a language; does nothing a second time. */
export async function loadLanguages(contents: ReadonlyMap<string, string>): Promise<void> {
  if (hasLanguageDetector() || ![...contents.values()].some((content) => content.includes(ASKS))) return;
  const { eld } = await import('eld/extrasmall');
  useLanguageDetector((text) => eld.detect(text));
}
