import { describe, expect, it } from '@jest/globals';
import { answers, decideOn, load, matching, problemsOf, said } from './yaml.ts';

const composite = load(`
rules:
  - { id: both, then: cooldown 1h, when: { all: [{ matched: lure }, { matched: link }] }, reason: "{{matched.rules}}: {{match}}" }
  - { id: either, score: 1, when: { matched: [lure, link] } }
  - { id: neither, score: 1, when: { not: [{ matched: [lure, link] }] } }
  - { id: lure, score: 2, when: { text.words: airdrop } }
  - { id: link, score: 2, when: { links.count: { at_least: 1 } } }
`);

describe('matched', () => {
  it('asks whether one of the rules named matched, wherever they stand', () => {
    expect(matching(composite, { text: 'airdrop https://x.example' })).toEqual([
      'both',
      'either',
      'lure',
      'link',
    ]);
    expect(matching(composite, { text: 'airdrop' })).toEqual(['either', 'lure']);
    expect(matching(composite, { text: 'hello' })).toEqual(['neither']);
  });

  it('says which, and may quote their words', () => {
    const found = answers(composite, { text: 'an Airdrop' });
    expect(said(found.both)).toEqual([
      '+ when.all[0].matched: rule lure matched',
      '- when.all[1].matched: rule link did not match',
    ]);
    expect(said(found.neither)).toEqual(['+ when.not[0].matched: rule lure matched']);
    expect(said(answers(composite, { text: 'hi' }).either)).toEqual([
      '- when.matched: none of the rules lure, link matched',
    ]);
    expect(answers(composite, { text: 'an Airdrop at https://x.example' }).both?.reason).toBe(
      'lure: Airdrop',
    );
  });

  it('takes a rule that only watches into one that only watches, and one that expired or is off as not matching', () => {
    const ruleset = load(`
rules:
  - { id: watched, mode: monitor, score: 1, when: { text.words: hi } }
  - { id: composite, mode: monitor, score: 1, when: { matched: watched } }
  - { id: over, score: 1, expires: 2020-01-01, when: { text.words: hi } }
  - { id: after, score: 1, when: { not: [{ matched: over }] } }
`);
    expect(matching(ruleset, { text: 'hi' })).toEqual(['watched', 'composite', 'after']);
    const off = `rules:
  - { id: gone, mode: off, score: 1, when: { text.words: hi } }
  - { id: asking, score: 1, when: { matched: gone } }
`;
    expect(problemsOf(off)).toEqual(["r.yaml:3:37 warning: rule 'gone' is off, so it never matches"]);
    expect(matching(load(off), { text: 'hi' })).toEqual([]);
  });

  it('knows the facts of the rules it asks for', () => {
    const { loaded } = load(`
rules:
  - { id: fast, score: 1, when: { rate: { at_least: 3, within: 1m } } }
  - { id: asking, score: 1, when: { matched: fast } }
  - { id: further, score: 1, when: { matched: asking } }
`);
    expect(loaded.map(({ facts }) => facts.length)).toEqual([1, 1, 1]);
  });

  it('is answered for one rule alone as for all of them', () => {
    const alone = composite.loaded[0]?.compiled;
    const input = { text: 'airdrop https://x.example' };
    const { both } = answers({ ...composite, rules: composite.rules.slice(0, 1) }, input);
    expect(alone?.id).toBe('both');
    expect(both?.matched).toBe(true);
  });

  const rules = (...lines: string[]): string[] =>
    problemsOf(['rules:', ...lines.map((line) => `  - { score: 1, ${line} }`)].join('\n'));

  it.each<[string, string[], string[]]>([
    [
      'an unknown rule',
      rules('id: lure, when: { text.words: a }', 'id: b, when: { matched: lrue }'),
      ["r.yaml:3:32 error: there is no rule 'lrue' (did you mean 'lure'?)"],
    ],
    [
      'itself',
      rules('id: a, when: { matched: a }'),
      ["r.yaml:2:32 error: rule 'a' asks whether it matched itself"],
    ],
    [
      'a circle',
      rules(
        'id: z, when: { matched: a }',
        'id: a, when: { matched: b }',
        'id: b, when: { any: [{ matched: c }] }',
        'id: c, when: { text.words: a }, unless: { matched: a }',
      ),
      ['r.yaml:3:32 error: these rules ask for each other in a circle: a → b → c → a'],
    ],
    [
      'a monitor rule in an enforced one',
      rules('id: a, mode: monitor, when: { text.words: a }', 'id: b, when: { matched: a }'),
      [
        "r.yaml:3:32 error: rule 'a' is in monitor mode: it must not count, so rule 'b' may ask for it only in monitor mode itself",
      ],
    ],
    [
      'no name',
      rules('id: a, when: { matched: 3 }'),
      ["r.yaml:2:41 error: 'matched' takes a rule's id, or a list of ids"],
    ],
    ['an empty list', rules('id: a, when: { matched: [] }'), ["r.yaml:2:41 error: 'matched' is empty"]],
  ])('cannot name %s', (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  it('reaches through blocks, for circles and monitor rules, too', () => {
    const block = (more: string): string[] =>
      problemsOf(
        `define:\n  asked: { matched: a }\nrules:\n  - { id: b, score: 1, when: { use: asked } }\n${more}`,
      );
    expect(block('  - { id: a, score: 1, when: { matched: b } }\n')).toEqual([
      'r.yaml:2:12 error: these rules ask for each other in a circle: b → a → b',
    ]);
    expect(block('  - { id: a, mode: monitor, score: 1, when: { text.words: a } }\n')).toEqual([
      "r.yaml:2:12 error: rule 'a' is in monitor mode: it must not count, so rule 'b' may ask for it only in monitor mode itself",
    ]);
  });

  it('is no second mistake when the rule named has one', () => {
    expect(rules('id: a, when: { text.word: a }', 'id: b, when: { matched: a }')).toHaveLength(1);
  });

  it('goes no more than 16 steps', () => {
    const chain = (length: number): string[] =>
      Array.from({ length }, (_, index) =>
        index === 0 ? 'id: r0, when: { text.words: a }' : `id: r${index}, when: { matched: r${index - 1} }`,
      );
    expect(rules(...chain(17))).toEqual([]);
    expect(rules(...chain(19))).toEqual([
      "r.yaml:19:17 error: rule 'r17' asks for others through more than 16 steps",
    ]);
  });
});

describe('score', () => {
  const stages = load(`
rules:
  - { id: late, then: flag, when: { score: { at_least: 5, below: 9 } }, reason: "{{score.score}} points" }
  - { id: after-late, score: 50, when: { matched: late } }
  - { id: a, score: 4, group: g, when: { text.words: a } }
  - { id: b, score: 3, group: g, when: { text.words: b } }
  - { id: c, score: 1, stop: true, when: { text.words: c } }
  - { id: d, score: 2, when: { text.words: d } }
  - { id: m, mode: monitor, score: 9, when: { text.words: m } }
  - { id: low, score: 1, when: { score: { at_most: -1 } } }
  - { id: good, score: -2, when: { text.words: thanks } }
  - { id: old, score: 9, expires: 2020-01-01, when: { text.words: a } }
`);

  it.each<[string, string, boolean]>([
    ['a d', 'score 6 (at least 5 and below 9)', true],
    ['a', 'score 4 (at least 5 and below 9)', false],
    ['a b', 'score 4 (at least 5 and below 9)', false],
    ['a c d', 'score 5 (at least 5 and below 9)', true],
    ['c d m', 'score 1 (at least 5 and below 9)', false],
  ])('of %s is the sum a decision counts, without rules that ask for it', (text, words, matched) => {
    const { late } = answers(stages, { text });
    expect([late?.conditions[0]?.text, late?.matched]).toEqual([words, matched]);
  });

  it('may be below zero', () => {
    expect(matching(stages, { text: 'thanks' })).toContain('low');
  });

  it('lets rules act on it that then count like any other', () => {
    const decision = decideOn(stages, { text: 'a d' });
    expect(decision).toMatchObject({ action: 'block', score: 56 });
    expect(decision.reasons[0]).toEqual({ ruleId: 'late', text: '6 points' });
  });

  it('leaves out what trust holds back', () => {
    expect(answers(stages, { text: 'a d', trust: 'customer' }).late?.conditions[0]?.text).toBe(
      'score 0 (at least 5 and below 9)',
    );
  });

  const score = (bounds: string): string[] =>
    problemsOf(`rules:\n  - { id: a, then: flag, when: { score: ${bounds} } }`);
  it.each([
    ['5', "r.yaml:2:41 error: 'score': expected a map of keys"],
    ['{}', "r.yaml:2:41 error: 'score': say at least one of at_least, at_most, below, above"],
    ['{ atleast: 5 }', "r.yaml:2:43 error: unknown key 'atleast' (did you mean 'at_least'?)"],
    ['{ at_least: many }', "r.yaml:2:53 error: 'at_least': expected a number"],
    ['{ above: 5, at_most: 5 }', "r.yaml:2:41 error: 'score': no score can satisfy this"],
    ['{ at_least: 5, below: 5 }', "r.yaml:2:41 error: 'score': no score can satisfy this"],
  ])('cannot be asked for as %s', (bounds, expected) => {
    expect(score(bounds)).toEqual([expected]);
  });

  it('can be pinned to one value', () => {
    expect(score('{ at_least: 5, at_most: 5 }')).toEqual([]);
    expect(score('{ above: -0.5, below: 0.5 }')).toEqual([]);
  });
});
