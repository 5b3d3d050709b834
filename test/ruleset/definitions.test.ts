import { describe, expect, it } from '@jest/globals';
import type { FactRequest } from '../../src/core/facts.ts';
import { answers, load, matching, problemsOf, said } from './yaml.ts';

const shared = `
define:
  lures: [free bitcoin, airdrop]
  shady:
    any:
      - text.words: { list: lures }
      - links.count: { at_least: 2 }
`;
const rules = `
rules:
  - { id: a, score: 1, when: { use: shady, sender.messages_seen: { below: 3 } } }
  - { id: b, score: 1, when: { use: [shady, calm] } }
  - { id: c, score: 1, when: { not: [{ use: shady }] } }
define:
  calm: { text.caps: { below: 50%, min_letters: 1 } }
`;

describe('definitions', () => {
  const ruleset = load({ 'rules.yaml': rules, 'shared.yaml': shared });

  it('are shared by all files', () => {
    expect(matching(ruleset, { text: 'an airdrop' })).toEqual(['a', 'b']);
    expect(matching(ruleset, { text: 'an airdrop', seen: 9 })).toEqual(['b']);
    expect(matching(ruleset, { text: 'AN AIRDROP' })).toEqual(['a']);
    expect(matching(ruleset, { text: 'hello' })).toEqual(['c']);
  });

  it('leave their own numbers in the explanation of each rule', () => {
    const found = answers(ruleset, { text: 'an airdrop' });
    expect(said(found.a)).toEqual([
      '+ when.use: shady holds',
      '+ define.shady.any[0].text.words: 1 of the words (airdrop), wanted at least 1',
      '- define.shady.any[1].links.count: 0 links, wanted at least 2',
      '+ when.sender.messages_seen: 0 messages seen before, wanted below 3',
    ]);
    expect(said(found.c)[0]).toBe('+ when.not[0].use: shady holds');
    expect(found.c?.conditions.every(({ wanted }) => !wanted)).toBe(true);
  });

  it('are told to the tools with their place and whether they are used', () => {
    const { definitions } = load(`
define:
  one: [a]
  two: { text.words: { list: one } }
  three: { use: two }
  four: { text.words: x }
rules:
  - { id: r, score: 1, when: { use: three } }
`);
    expect(definitions.map(({ name, kind, line, column, used }) => [name, kind, line, column, used])).toEqual(
      [
        ['one', 'list', 3, 3, true],
        ['two', 'block', 4, 3, true],
        ['three', 'block', 5, 3, true],
        ['four', 'block', 6, 3, false],
      ],
    );
  });

  it('quote their words in the reason and their fields, and plan their facts', () => {
    const quoting = load(`
define:
  lure: { text.words: airdrop, rate: { at_least: 1, within: 1m } }
rules:
  - { id: r, score: 1, when: { use: lure }, reason: "saw '{{match}}', {{rate.count}} a minute" }
`);
    const [rate = ''] = quoting.plan.sender.map(({ kind, withinMs }) => `${kind} ${withinMs}`);
    expect(rate).toBe('rate 60000');
    expect(quoting.loaded[0]).toMatchObject({ conditions: ['text.words', 'rate'], uses: ['lure'] });
    const fast: FactRequest = { kind: 'rate', of: 'messages', per: 'sender', withinMs: 60_000 };
    expect(answers(quoting, { text: 'Airdrop', counts: [[fast, 4]] }).r?.reason).toBe(
      "saw 'Airdrop', 4 a minute",
    );
  });

  it('of which every block uses the one before twice are answered and told at once', () => {
    const names = Array.from({ length: 15 }, (_, index) => `b${index}`);
    const blocks = names.map((name, index) =>
      index === 0
        ? '  b0: { text.words: hi }'
        : `  ${name}: { any: [{ use: b${index - 1} }, { use: b${index - 1} }] }`,
    );
    const deep = load(
      ['define:', ...blocks, 'rules:', '  - { id: r, score: 1, when: { use: b14 } }'].join('\n'),
    );
    const { r } = answers(deep, { text: 'hi' });
    expect(r?.matched).toBe(true);
    expect(r?.conditions.length).toBeLessThan(50);
  });
});

describe('definitions that cannot be used', () => {
  const define = (...lines: string[]): string[] =>
    problemsOf(['define:', ...lines.map((line) => `  ${line}`)].join('\n'));
  const rule = (when: string): string =>
    `define:\n  words: [a]\n  block: { text.words: b }\nrules:\n  - { id: r, score: 1, when: ${when} }\n`;

  it.each<[string, string[], string[]]>([
    ['no map', problemsOf('define: [a]'), ["r.yaml:1:9 error: 'define' takes a map of names"]],
    ['nothing', problemsOf('define: {}'), ["r.yaml:1:9 error: 'define' is empty"]],
    [
      'a name with capitals',
      define('Lures: [a]'),
      [
        "r.yaml:2:3 error: 'Lures': use lower-case letters, digits and single hyphens, e.g. first-contact-lure",
      ],
    ],
    [
      'a single text',
      define('lures: airdrop'),
      ['r.yaml:2:10 error: expected a list of texts, or a map of conditions'],
    ],
    ['an empty list', define('lures: []'), ['r.yaml:2:10 error: the list is empty']],
    [
      'a number in a list',
      define('lures: [a, 5]'),
      ['r.yaml:2:14 error: expected text; a number, true or null needs quotes'],
    ],
    [
      'conditions in a list',
      define('lures: [{ text.words: a }]'),
      ['r.yaml:2:11 error: a list holds texts; conditions are a map, of which any: [ … ] makes a choice'],
    ],
    [
      'an unknown condition in a block nobody uses',
      define('shady: { text.word: a }'),
      ["r.yaml:2:12 error: unknown condition 'text.word' (did you mean 'text.words'?)"],
    ],
    [
      'a circle',
      define('a: { use: b }', 'b: { any: [{ use: c }] }', 'c: { use: a }'),
      ['r.yaml:4:13 error: these definitions use each other in a circle: a → b → c → a'],
    ],
    [
      'one that uses itself',
      define('a: { use: a }'),
      ['r.yaml:2:13 error: these definitions use each other in a circle: a → a'],
    ],
    [
      'an unknown name',
      problemsOf(rule('{ use: blok }')),
      ["r.yaml:5:37 error: there is no definition 'blok' (did you mean 'block'?)"],
    ],
    [
      'a name that nothing resembles',
      problemsOf(rule('{ use: customers }')),
      [
        "r.yaml:5:37 error: there is no definition 'customers'; blocks of conditions are defined under define:",
      ],
    ],
    [
      'a list where conditions belong',
      problemsOf(rule('{ use: words }')),
      [
        "r.yaml:5:37 error: 'words' is a list of texts, not a block of conditions; write { list: words } inside a condition, e.g. text.words: { list: words }",
      ],
    ],
    [
      'conditions where a list belongs',
      problemsOf(rule('{ text.words: { list: block } }')),
      [
        "r.yaml:5:44 error: text.words: 'block' is a block of conditions, not a list; write use: block beside the conditions",
      ],
    ],
    [
      'an unknown list',
      problemsOf(rule('{ text.words: { list: wodrs } }')),
      ["r.yaml:5:44 error: text.words: there is no list 'wodrs' (did you mean 'words'?)"],
    ],
    [
      'no name',
      problemsOf(rule('{ use: { text.words: a } }')),
      ["r.yaml:5:37 error: 'use' takes the name of conditions that stand under define:, or a list of names"],
    ],
    ['no names', problemsOf(rule('{ use: [] }')), ["r.yaml:5:37 error: 'use' is empty"]],
    [
      'one of several',
      problemsOf(rule('{ use: [block, blokc] }')),
      ["r.yaml:5:45 error: there is no definition 'blokc' (did you mean 'block'?)"],
    ],
  ])('%s', (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  it('names taken twice, also in two files', () => {
    expect(
      problemsOf({ 'a.yaml': 'define:\n  x: [a]\n', 'b.yaml': 'define:\n  x: { text.words: a }\n' }),
    ).toEqual(["b.yaml:2:3 error: the name 'x' is taken by a.yaml:2"]);
  });

  it('a mistake in one is said once, however many rules use it', () => {
    const files = `define:
  bad: { text.word: a }
  poor: [1]
rules:
  - { id: a, score: 1, when: { use: bad } }
  - { id: b, score: 1, when: { use: bad, text.words: { list: poor } } }
`;
    expect(problemsOf(files).map((line) => line.split(' ')[0])).toEqual(['r.yaml:2:10', 'r.yaml:3:10']);
  });

  it('a file that cannot be read hides no names that others use', () => {
    const files = {
      'a.yaml': 'define: [',
      'b.yaml':
        'rules:\n  - { id: a, score: 1, when: { use: p, matched: q, text.words: { list: r } } }\noverrides:\n  w: { score: 1 }\n',
    };
    expect(problemsOf(files).map((line) => line.split(':')[0])).toEqual(['a.yaml']);
  });

  it('definitions that grow with every use, where they get too large', () => {
    const grown = Array.from({ length: 15 }, (_, index) => {
      const parts = Array(40).fill(index === 0 ? '{ text.words: a }' : `{ use: b${index - 1} }`);
      return `  b${index}: { any: [${parts.join(', ')}] }`;
    });
    expect(problemsOf(['define:', ...grown].join('\n'))).toEqual([
      expect.stringMatching(/:4:.*spelled out, this has more than 20000 conditions/),
    ]);
  });

  it('a chain too long, whichever way it is written', () => {
    const chain = Array.from({ length: 17 }, (_, index) =>
      index === 16 ? '  b16: { text.words: a }' : `  b${index}: { use: b${index + 1} }`,
    );
    const refused = /error: definitions use each other through more than 16 steps/;
    expect(problemsOf(['define:', ...chain].join('\n'))).toEqual([expect.stringMatching(refused)]);
    expect(problemsOf(['define:', ...chain.toReversed()].join('\n'))).toEqual([
      expect.stringMatching(refused),
    ]);
    const rule = 'rules:\n  - { id: r, score: 1, when: { use: b1 } }';
    expect(problemsOf(['define:', ...chain.slice(1), rule].join('\n'))).toEqual([]);
  });

  it('more than there may be', () => {
    const many = Array.from({ length: 1001 }, (_, index) => `  n${index}: [a]`);
    expect(problemsOf(['define:', ...many].join('\n'))).toEqual([
      'r.yaml:1002:3 error: at most 1000 definitions are possible',
    ]);
  });
});
