import { describe, expect, it } from '@jest/globals';
import { answers, decideOn, load, matching, problemsOf, said } from './yaml.ts';

const rule = (...lines: string[]): string =>
  [
    'rules:',
    '  - id: a',
    '    score: 3',
    '    when: { text.words: hi }',
    ...lines.map((line) => `    ${line}`),
  ].join('\n');

describe('unless', () => {
  it('keeps a rule from matching when all of a map hold', () => {
    const ruleset = load(rule('unless: { links.count: { at_least: 1 }, message.is_reply: true }'));
    expect(matching(ruleset, { text: 'hi' })).toEqual(['a']);
    expect(matching(ruleset, { text: 'hi https://x.example' })).toEqual(['a']);
    expect(matching(ruleset, { text: 'hi https://x.example', message: { isReply: true } })).toEqual([]);
  });

  it('keeps it from matching when one of a list holds', () => {
    const ruleset = load(rule('unless: [{ links.count: { at_least: 1 } }, { message.is_reply: true }]'));
    expect(matching(ruleset, { text: 'hi' })).toEqual(['a']);
    expect(matching(ruleset, { text: 'hi', message: { isReply: true } })).toEqual([]);
    const { a } = answers(ruleset, { text: 'hi https://x.example' });
    expect(said(a)).toEqual([
      '+ when.text.words: 1 of the words (hi), wanted at least 1',
      '+ unless[0].links.count: 1 link, wanted at least 1',
      '- unless[1].message.is_reply: answers nothing, wanted any message',
    ]);
    expect(a?.conditions.map(({ wanted }) => wanted)).toEqual([true, false, false]);
  });

  it('is no reason to quote words', () => {
    const ruleset = load(rule('unless: { text.words: friend }', "reason: '{{match}}'"));
    expect(answers(ruleset, { text: 'hi' }).a?.reason).toBe('hi');
  });

  it('is told to the tools', () => {
    const { loaded } = load(rule('unless: { text.words: friend }'));
    expect(loaded[0]?.unless).toMatchObject({
      kind: 'condition',
      path: 'unless.text.words',
      options: 'friend',
    });
    expect(loaded[0]?.when).toMatchObject({
      path: 'when.text.words',
      at: { line: 4, column: 13 },
      file: 'r.yaml',
    });
  });

  it.each([
    ['unless: []', "r.yaml:5:13 error: 'unless' is empty"],
    [
      'unless: friend',
      'r.yaml:5:13 error: expected a map of conditions, e.g. unless: { links.count: { at_least: 1 } }',
    ],
    [
      'unless: [{ text.word: a }]',
      "r.yaml:5:16 error: unknown condition 'text.word' (did you mean 'text.words'?)",
    ],
  ])('cannot be %s', (line, problem) => {
    expect(problemsOf(rule(line))).toEqual([problem]);
  });
});

describe('at_least', () => {
  const counting = (value: string): string => `rules:\n  - { id: a, score: 1, when: { at_least: ${value} } }`;

  it('counts conditions that hold', () => {
    const ruleset = load(
      counting('{ n: 2, of: [{ text.words: hi }, { links.count: { at_least: 1 } }, { text.words: you }] }'),
    );
    expect(matching(ruleset, { text: 'hi you' })).toEqual(['a']);
    expect(matching(ruleset, { text: 'hi' })).toEqual([]);
    expect(said(answers(ruleset, { text: 'hi' }).a)[0]).toBe('- when.at_least: 1 of 3, wanted at least 2');
  });

  it.each([
    [
      '2',
      "r.yaml:2:42 error: 'at_least' counts conditions here: write how many of which conditions, e.g. at_least: { n: 2, of: [ … ] }; an amount belongs inside a condition, e.g. links.count: { at_least: 2 }",
    ],
    [
      '{ n: 2 }',
      "r.yaml:2:42 error: 'at_least' does not say of what: write how many of which conditions, e.g. at_least: { n: 2, of: [ … ] }",
    ],
    [
      '{ of: [{ text.words: a }] }',
      "r.yaml:2:42 error: 'at_least' does not say how many: write how many of which conditions, e.g. at_least: { n: 2, of: [ … ] }",
    ],
    ['{ n: 0, of: [{ text.words: a }] }', "r.yaml:2:47 error: 'n' must be a whole number from 1"],
    ['{ n: 1.5, of: [{ text.words: a }] }', "r.yaml:2:47 error: 'n' must be a whole number from 1"],
    ['{ n: 2, of: [{ text.words: a }] }', 'r.yaml:2:47 error: 2 of 1 can never hold'],
    [
      '{ n: 1, off: [{ text.words: a }] }',
      "r.yaml:2:50 error: unknown key 'off' (did you mean 'of'?); write how many of which conditions, e.g. at_least: { n: 2, of: [ … ] }",
    ],
    ['{ n: 1, of: [] }', "r.yaml:2:54 error: 'of' is empty"],
    [
      '{ n: 1, of: { text.words: a } }',
      "r.yaml:2:54 error: 'of' takes a list: put '- ' before each of its conditions",
    ],
  ])('cannot be %s', (value, problem) => {
    expect(problemsOf(counting(value))).toEqual([problem]);
  });

  it('and its like are not mistaken for conditions', () => {
    expect(problemsOf('rules:\n  - { id: a, score: 1, when: { below: 3 } }')).toEqual([
      "r.yaml:2:32 error: unknown condition 'below'; 'below' belongs inside one, e.g. links.count: { at_most: 3 }",
    ]);
  });
});

describe('expires', () => {
  const until = load(rule('expires: 2026-10-31'));
  const at = (time: string) => ({ text: 'hi', message: { sentAt: Date.parse(time) } });

  it('ends a rule after that day, by the time of the message', () => {
    expect(matching(until, at('2026-10-31T23:59:59Z'))).toEqual(['a']);
    expect(matching(until, at('2026-11-01T00:00:00Z'))).toEqual([]);
    expect(said(answers(until, at('2026-11-01T00:00:00Z')).a)).toEqual([
      '- expires: expired after 2026-10-31',
    ]);
  });

  it('is told to the tools', () => {
    expect(until.loaded[0]?.expires).toEqual({ at: Date.UTC(2026, 10, 1), text: 'after 2026-10-31' });
  });

  it.each(['30d', '2026-02-30', '2026-10-31T12:00', '5'])('cannot be %s', (value) => {
    expect(problemsOf(rule(`expires: ${value}`))).toEqual([
      "r.yaml:5:14 error: 'expires': expected the last day it holds, such as 2027-01-31 (in UTC), or an instant with its zone, such as 2027-01-31T18:00Z",
    ]);
  });
});

describe('trust', () => {
  const ruleset = load(`
rules:
  - { id: soft, score: 9, when: { text.words: hi } }
  - { id: hard, score: 4, trust: customer, when: { text.words: hi } }
`);

  it('is up to regulars unless a rule says more', () => {
    expect(decideOn(ruleset, { text: 'hi', trust: 'regular' })).toMatchObject({
      action: 'cooldown',
      score: 13,
    });
    expect(decideOn(ruleset, { text: 'hi', trust: 'customer' })).toMatchObject({
      action: 'flag',
      score: 4,
      limitedBy: 'trust',
    });
  });

  it('cannot name staff, whom nothing acts against', () => {
    expect(problemsOf(rule('trust: staff'))).toEqual([
      "r.yaml:5:12 error: 'trust': expected newcomer, known, regular or customer",
    ]);
  });
});

describe('overrides', () => {
  const shipped = `rules:
  - { id: lures, score: 6, then: cooldown 24h, when: { text.words: hi } }
  - { id: links, score: 2, when: { text.words: hi } }
`;

  it('change rules of other files, key by key', () => {
    const ruleset = load({
      'shipped.yaml': shipped,
      'mine.yaml':
        'overrides:\n  lures: { score: 1, then: flag, trust: customer, expires: 2030-01-01 }\n  links: { mode: off }\n',
    });
    expect(ruleset.rules.map(({ id }) => id)).toEqual(['lures']);
    expect(decideOn(ruleset, { text: 'hi' })).toMatchObject({ action: 'flag', score: 1 });
    const [lures, links] = ruleset.loaded;
    expect(lures).toMatchObject({ score: 1, trust: 'customer', expires: { at: Date.UTC(2030, 0, 2) } });
    expect(lures?.written).toMatchObject({ score: 6, then: 'cooldown 24h' });
    expect(lures?.overriddenBy).toEqual({
      file: 'mine.yaml',
      line: 2,
      column: 3,
      keys: ['score', 'then', 'expires', 'trust'],
    });
    expect(links).toMatchObject({ mode: 'off', overriddenBy: { line: 3, keys: ['mode'] } });
  });

  it('may stand in the same file, before the rules', () => {
    const ruleset = load(`overrides: { lures: { score: 2 } }\n${shipped}`);
    expect(ruleset.loaded.map(({ score }) => score)).toEqual([2, 2]);
  });

  const over = (value: string): string[] =>
    problemsOf({ 'shipped.yaml': shipped, 'mine.yaml': `overrides:\n  ${value}\n` });
  it.each<[string, string]>([
    ['lurse: { score: 1 }', "mine.yaml:2:3 error: there is no rule 'lurse' (did you mean 'lures'?)"],
    ['lures: {}', "mine.yaml:2:10 error: 'lures': say what changes: mode, score, then, expires or trust"],
    ['lures: 5', "mine.yaml:2:10 error: 'lures': expected a map of keys"],
    ['lures: { scor: 5 }', "mine.yaml:2:12 error: unknown key 'scor' (did you mean 'score'?)"],
    ['lures: { when: { text.words: a } }', "mine.yaml:2:12 error: unknown key 'when' (did you mean 'then'?)"],
    ['lures: { score: 0 }', "mine.yaml:2:19 error: 'score': a score of 0 says nothing"],
  ])('cannot be %s', (value, problem) => {
    expect(over(value)).toEqual([problem]);
  });

  it('cannot change one rule in two places', () => {
    const files = {
      'shipped.yaml': shipped,
      'a.yaml': 'overrides:\n  lures: { score: 1 }\n',
      'b.yaml': 'overrides:\n  lures: { mode: off }\n',
    };
    expect(problemsOf(files)).toEqual([
      "b.yaml:2:3 error: rule 'lures' is overridden at a.yaml:2 already; write it in one place",
    ]);
  });

  it('that make a rule only watch are named where an enforced rule asks for it', () => {
    const files = {
      'shipped.yaml': `${shipped}  - { id: both, score: 1, when: { matched: lures } }\n`,
      'mine.yaml': 'overrides:\n  lures: { mode: monitor }\n',
    };
    expect(problemsOf(files)).toEqual([
      "shipped.yaml:4:35 error: rule 'lures' is in monitor mode by mine.yaml:2: it must not count, so rule 'both' may ask for it only in monitor mode itself",
    ]);
  });
});

describe('a rule file', () => {
  it.each<[string, string[]]>([
    ['define:\n  a: [x]\n', []],
    ['{}', ["r.yaml:1:1 error: expected one of the keys 'rules', 'define', 'overrides' and 'packs'"]],
    ['overrides: []', ["r.yaml:1:12 error: 'overrides' takes a map of rule ids, each with what changes"]],
    ['override: {}', ["r.yaml:1:1 error: unknown key 'override' (did you mean 'overrides'?)"]],
  ])('%j', (text, expected) => {
    expect(problemsOf(text).filter((line) => !line.startsWith('.:'))).toEqual(expected);
  });
});
