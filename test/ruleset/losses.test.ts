import { describe, expect, it } from '@jest/globals';
import { suspiciousLosses } from '../../src/ruleset/losses.ts';

const rules = (from: number, to: number): string => {
  const ids = Array.from({ length: to - from }, (_, index) => `r${from + index}`);
  return `rules:\n${ids.map((id) => `  - id: ${id}\n    when: { text.words: [${id}] }\n    score: 1\n`).join('')}`;
};
const overrides = (count: number): string =>
  `overrides:\n${Array.from({ length: count }, (_, at) => `  r${at}: { mode: monitor }\n`).join('')}`;
const packs = (count: number): string =>
  `packs: {${Array.from({ length: count }, (_, at) => ` r${at}: off`).join()} }\n`;
const defined = (count: number): string =>
  `define:\n  offers: [${Array.from({ length: count }, (_, at) => `offer${at}`).join(', ')}]\n`;

type Files = Record<string, string>;
const lossesOf = (before: Files, after: Files): string[] =>
  suspiciousLosses(new Map(Object.entries(before)), new Map(Object.entries(after))).map(
    ({ file, message }) => `${file}: ${message}`,
  );

describe('what an edit lost', () => {
  it.each<[string, Files, Files, string]>([
    [
      'rules',
      { 'a.yaml': rules(0, 9) },
      { 'a.yaml': rules(0, 4) },
      'a.yaml: the file went from 9 to 4 rules',
    ],
    ['all but one rule', { 'a.yaml': rules(0, 4) }, { 'a.yaml': rules(0, 1) }, 'from 4 to 1 rule;'],
    [
      'overrides',
      { 'a.yaml': overrides(6) + rules(0, 6) },
      { 'a.yaml': overrides(2) + rules(0, 6) },
      'from 6 to 2 overrides',
    ],
    [
      'the overrides at its end',
      { 'a.yaml': rules(0, 6) + overrides(6) },
      { 'a.yaml': rules(0, 6) },
      'from 6 to 0 overrides',
    ],
    [
      'switches of packs',
      { 'a.yaml': packs(5) + rules(0, 1) },
      { 'a.yaml': packs(1) + rules(0, 1) },
      'from 5 to 1 switch of packs',
    ],
    [
      'the entries of a list it defines',
      { 'a.yaml': defined(30) + rules(0, 2) },
      { 'a.yaml': defined(3) + rules(0, 2) },
      "list 'offers' went from 30 to 3 entries",
    ],
  ])('is suspicious when a file lost most of %s', (_what, before, after, said) => {
    const [loss, ...more] = lossesOf(before, after);
    expect(loss).toContain(said);
    expect(loss).toContain('cordon rules accept');
    expect(more).toEqual([]);
  });

  it.each<[string, Files, Files]>([
    ['a file loses half of its rules', { 'a.yaml': rules(0, 8) }, { 'a.yaml': rules(0, 4) }],
    ['a short file loses most of its rules', { 'a.yaml': rules(0, 3) }, { 'a.yaml': rules(0, 1) }],
    ['all rules get other names', { 'a.yaml': rules(0, 9) }, { 'a.yaml': rules(20, 29) }],
    [
      'most rules move to another file',
      { 'a.yaml': rules(0, 9) },
      { 'a.yaml': rules(0, 2), 'b.yaml': rules(2, 9) },
    ],
    [
      'a rule file is taken away',
      { 'a.yaml': rules(0, 9), 'b.yaml': rules(9, 10) },
      { 'b.yaml': rules(9, 10) },
    ],
    [
      'most rules are switched off by lines under packs:',
      { 'a.yaml': rules(0, 9), 'own.yaml': rules(10, 11) },
      { 'a.yaml': rules(0, 9), 'own.yaml': packs(6) + rules(10, 11) },
    ],
    ['a definition is taken away', { 'a.yaml': defined(30) + rules(0, 2) }, { 'a.yaml': rules(0, 2) }],
  ])('is none when %s', (_what, before, after) => {
    expect(lossesOf(before, after)).toEqual([]);
  });
});
