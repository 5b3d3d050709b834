import { describe, expect, it } from '@jest/globals';
import { RE2JS } from 're2js';
import { patternProblem } from '../../src/conditions/patterns.ts';

/** Plain JavaScript, since the bench runs against the build. */
const load = async <Exports>(name: string): Promise<Exports> =>
  (await import(new URL(`../../bench/rules/${name}.js`, import.meta.url).href)) as Exports;
const { messages, extremes } = await load<{
  messages: (count: number, seed?: number) => string[];
  extremes: () => Record<string, string>;
}>('messages');
const { phrases, patterns } =
  await load<Record<'phrases' | 'patterns', (count: number) => string[]>>('entries');
const { LANGUAGES } = await load<{ LANGUAGES: Record<string, string> }>('words');

describe('what the bench of rules measures with', () => {
  it('is messages that are all different, in many languages, the same on every run', () => {
    const made = messages(3000);
    expect(new Set(made).size).toBe(3000);
    expect(messages(3000)).toEqual(made);
    expect(messages(100, 2)).not.toEqual(messages(100, 1));
    expect(Object.keys(LANGUAGES).length).toBeGreaterThanOrEqual(12);
    for (const words of Object.values(LANGUAGES)) {
      const own = words.split(' ').slice(0, 8);
      expect(made.some((text) => own.some((word) => text.toLowerCase().includes(word)))).toBe(true);
    }
  });

  it('is different phrases, a longer list beginning with the shorter', () => {
    expect(new Set(phrases(2000)).size).toBe(2000);
    expect(phrases(2000).slice(0, 100)).toEqual(phrases(100));
  });

  it('is patterns both engines take alike', () => {
    const texts = messages(200);
    for (const pattern of patterns(100)) {
      expect(patternProblem(pattern)).toBeNull();
      const [ours, theirs] = [RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE), new RegExp(pattern, 'iu')];
      expect(texts.filter((text) => ours.test(text))).toEqual(texts.filter((text) => theirs.test(text)));
    }
  });

  it('is texts as long as a message may be', () => {
    for (const text of Object.values(extremes())) expect(text.length).toBeGreaterThan(20_000);
  });
});
