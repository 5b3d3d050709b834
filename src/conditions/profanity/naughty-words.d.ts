declare module 'naughty-words' {
  /** Language code → words; see the package's README for the others. */
  const words: Readonly<
    Record<'ar' | 'de' | 'es' | 'fr' | 'hi' | 'it' | 'nl' | 'pl' | 'pt' | 'ru' | 'tr', readonly string[]>
  >;
  export = words;
}
