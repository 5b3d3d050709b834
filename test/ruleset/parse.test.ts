import { describe, expect, it } from '@jest/globals';
import { factPlan } from '../../src/core/facts.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';

/** The problems of a folder as lines; an empty list when it loads without a word. */
function problems(files: Record<string, string>): string[] {
  const result = parseRuleset(new Map(Object.entries(files)));
  return (result.ok ? result.ruleset.warnings : result.problems).map(formatProblem);
}
const of = (...lines: string[]): string[] => problems({ 'r.yaml': lines.join('\n') });
const rule = (...lines: string[]): string[] =>
  of(
    'rules:',
    '  - id: a',
    '    score: 1',
    '    when: { text.words: hi }',
    ...lines.map((line) => `    ${line}`),
  );
const when = (...lines: string[]): string[] =>
  of('rules:', '  - id: a', '    score: 1', '    when:', ...lines.map((line) => `      ${line}`));

describe('a rule file', () => {
  it.each<[string, string[], string[]]>([
    [
      'an unclosed list',
      of('rules: [1, 2'),
      ['r.yaml:1:13 error: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    [
      'a tab',
      of('rules:', '\t- id: a'),
      ['r.yaml:2:1 error: Tabs are not allowed as indentation; use spaces'],
    ],
    [
      'two documents',
      of('rules:', '  - { id: a, score: 1, when: { text.words: hi } }', '---', 'rules: []'),
      ["r.yaml:3:1 error: one file holds one document: remove the '---' line"],
    ],
    [
      'text instead of a map',
      of('hello'),
      ["r.yaml:1:1 error: expected a map with the key 'rules', 'define', 'overrides' or 'packs'"],
    ],
    [
      'a misspelt key',
      of('rulez:', '  - 1'),
      ["r.yaml:1:1 error: unknown key 'rulez' (did you mean 'rules'?)"],
    ],
    ['rules that are no list', of('rules: 3'), ["r.yaml:1:8 error: 'rules' takes a list of rules"]],
    ['an empty list of rules', of('rules: []'), ["r.yaml:1:8 error: 'rules' is empty"]],
    ['a rule that is text', of('rules:', '  - hello'), ['r.yaml:2:5 error: expected a rule: a map of keys']],
    [
      'a duplicate key',
      rule('score: 2'),
      ["r.yaml:5:5 error: 'score' is given in line 3 already; only one would be used"],
    ],
    [
      'an unknown key of a rule',
      rule('scores: 2'),
      ["r.yaml:5:5 error: unknown key 'scores' (did you mean 'score'?)"],
    ],
    ['a wrong type', rule('stop: maybe'), ["r.yaml:5:11 error: 'stop': expected true or false"]],
    ['a wrong mode', rule('mode: shadow'), ["r.yaml:5:11 error: 'mode': expected enforce, monitor or off"]],
    [
      'a wrong action',
      rule('then: ban'),
      [
        "r.yaml:5:11 error: 'then': expected allow, flag, warn, cooldown, block or a cooldown with its length, e.g. cooldown 24h",
      ],
    ],
    [
      'a wrong cooldown',
      rule('then: cooldown soon'),
      [
        "r.yaml:5:11 error: 'then': expected cooldown or cooldown with a length such as 30s, 10m, 2h, 1d or 1w",
      ],
    ],
    [
      'a cooldown above ten years',
      rule('then: cooldown 3651d'),
      [
        "r.yaml:5:11 error: 'then': expected cooldown or cooldown with a length such as 30s, 10m, 2h, 1d or 1w",
      ],
    ],
    [
      'an unknown placeholder',
      rule("reason: 'saw {{text.words.cuont}}'"),
      ["r.yaml:5:13 error: unknown placeholder '{{text.words.cuont}}' (did you mean 'text.words.count'?)"],
    ],
    [
      'a wrong test',
      rule('tests: { match: [{ text: hi, tpye: image }] }'),
      ["r.yaml:5:34 error: unknown key 'tpye' (did you mean 'type'?)"],
    ],
    [
      'an unquoted number as test',
      rule('tests:', '  match:', '    - 123'),
      ["r.yaml:7:11 error: 'match': expected a map of keys or text; a number, true or null needs quotes"],
    ],
    [
      'a trap',
      rule('tests:', '  match:', '    - hi', '    - no'),
      ["r.yaml:8:11 warning: unquoted no is true or false to many YAML readers; write 'no'"],
    ],
    [
      'a score of nothing',
      of('rules:', '  - { id: a, when: { text.words: hi }, score: 0 }'),
      ["r.yaml:2:47 error: 'score': a score of 0 says nothing"],
    ],
    [
      'an id with capitals',
      of('rules:', '  - { id: MyRule, when: { text.words: hi }, score: 1 }'),
      ["r.yaml:2:11 error: 'id': use lower-case letters, digits and single hyphens, e.g. first-contact-lure"],
    ],
    [
      'no id',
      of('rules:', '  - { when: { text.words: hi }, score: 1 }'),
      ["r.yaml:2:5 error: 'id' is missing"],
    ],
    [
      'no condition',
      of('rules:', '  - id: a', '    score: 1'),
      ["r.yaml:2:5 error: rule 'a' has no 'when': without a condition it would match everything"],
    ],
    [
      'neither score nor then',
      of('rules:', '  - id: a', '    when: { text.words: hi }'),
      ["r.yaml:2:5 error: rule 'a' has neither 'score' nor 'then', so it would do nothing"],
    ],
    [
      'an unknown condition',
      when('text.word: hi'),
      ["r.yaml:5:7 error: unknown condition 'text.word' (did you mean 'text.words'?)"],
    ],
    [
      'an empty when',
      of('rules:', '  - { id: a, score: 1, when: {} }'),
      ['r.yaml:2:30 error: there is no condition here; without one a rule would match everything'],
    ],
    [
      'any as a map',
      when('any: { text.words: hi }'),
      ["r.yaml:5:12 error: 'any' takes a list: put '- ' before each of its conditions"],
    ],
    ['an empty not', when('not: []'), ["r.yaml:5:12 error: 'not' is empty"]],
    ['a wrong amount', when('links.count: 3'), ["r.yaml:5:20 error: 'links.count': expected a map of keys"]],
    [
      'an unknown option',
      when('links.count: { atleast: 3 }'),
      ["r.yaml:5:22 error: unknown key 'atleast' (did you mean 'at_least'?)"],
    ],
    [
      'an empty entry of a list, by the condition it stands in',
      when("text.words: [ok, '']"),
      ["r.yaml:5:24 error: 'text.words': an entry is empty"],
    ],
    [
      'a bad pattern below a written key, by that key',
      when("text.matches: { any: [ok, '(bad'] }"),
      ["r.yaml:5:33 error: 'any': the pattern cannot be used: missing closing ): `(bad`; see the RE2 syntax"],
    ],
    ['an empty word list', when('text.words: { any: [] }'), ["r.yaml:5:26 error: 'any': the list is empty"]],
    [
      'a number among words',
      when('text.words:', '  - hi', '  - 5'),
      ["r.yaml:7:11 error: 'text.words': expected text; a number, true or null needs quotes"],
    ],
    [
      'a bad pattern',
      when("text.matches: ['ok', '(bad']"),
      [
        "r.yaml:5:28 error: 'text.matches': the pattern cannot be used: missing closing ): `(bad`; see the RE2 syntax",
      ],
    ],
    [
      'a pattern in double quotes',
      when('text.matches: "\\d"'),
      ["r.yaml:5:22 error: Invalid escape sequence \\d; write patterns in 'single quotes'"],
    ],
    [
      'a missing list',
      when('text.words: { list: lists/lurs.txt }'),
      ["r.yaml:5:19 error: text.words: there is no list 'lists/lurs.txt'; lists are .txt files"],
    ],
    [
      'every malformed entry of a list, where it stands',
      problems({
        'lists/h.txt': `# bad files\n${'0'.repeat(64)}\n  not-a-hash # what\n${'0'.repeat(63)}\n`,
        'r.yaml': `rules:\n${['a', 'b'].map((id) => `  - { id: ${id}, score: 1, when: { message.media_hash: { list: lists/h.txt } } }\n`).join('')}`,
      }),
      [
        "lists/h.txt:3:3 error: 'not-a-hash': expected a SHA-256: 64 hex digits, or 44 characters of base64 as Meta sends it (message.media_hash reads this list)",
        `lists/h.txt:4:1 error: '${'0'.repeat(63)}': expected a SHA-256: 64 hex digits, or 44 characters of base64 as Meta sends it (message.media_hash reads this list)`,
      ],
    ],
    [
      'a malformed entry of a list under define:',
      of(
        'define: { ours: [yourshop.com, hm.com] }',
        'rules: [{ id: a, score: 1, when: { links.domains: { like: { list: ours } } } }]',
      ),
      [
        "r.yaml:1:32 error: 'hm.com': 'hm' is too short to tell who is like it: at least 3 letters before the ending (links.domains reads this list)",
      ],
    ],
    [
      'a list outside',
      when('text.words: { list: ../../etc/passwd.txt }'),
      ["r.yaml:5:19 error: text.words: the list '../../etc/passwd.txt' is outside the rules folder"],
    ],
    [
      'an absolute list',
      when('text.words: { list: /etc/passwd }'),
      ["r.yaml:5:19 error: text.words: the list '/etc/passwd' is outside the rules folder"],
    ],
    [
      'a window too long',
      when('rate: { at_least: 3, within: 2d }'),
      ["r.yaml:5:36 error: 'within': at most 1d"],
    ],
  ])('reports %s', (_, actual, expected) => {
    expect(actual).toEqual(expected);
  });

  it('reports every problem of every file at once, in reading order', () => {
    const found = problems({
      'b.yaml': 'rules:\n  - { id: b, score: x, when: { nope: 1 } }\n',
      'a.yaml': 'rules: [',
      'policy.yaml': 'actions: { flag: { at: ten } }',
      'lists/empty.txt': '# nothing\n',
    });
    expect(found.map((line) => line.split(' ')[0])).toEqual([
      'a.yaml:1:9',
      'b.yaml:2:21',
      'b.yaml:2:32',
      'lists/empty.txt:1:1',
      'policy.yaml:1:24',
    ]);
  });

  it('reports what is wrong with rules whose file or neighbours are wrong, too', () => {
    const found = of(
      'rules:',
      '  - id: a',
      "    when: { text.matches: '(a', matched: [b, nobody] }",
      '    score: 1',
      "    reason: '{{macth}}'",
      '  - id: b',
      '    when: { matched: nobody-else }',
      '    score: 2',
      '    score: x',
      '  - { id: b, scroe: 3, when: { links.count: { at_least: 1 } } }',
      '  - { id: c, score: 1, when: { use: nothing } }',
      'overrides: { d: { mode: monitor } }',
    );
    expect(found.map((line) => line.split(' ')[0])).toEqual([
      'r.yaml:3:27', // the pattern
      'r.yaml:5:13', // the placeholder
      'r.yaml:9:5', // the key given twice
      'r.yaml:9:12', // its value
      'r.yaml:10:7', // the id taken
      'r.yaml:10:7', // no score
      'r.yaml:10:14', // its misspelt key
    ]);
  });

  it('reports rules, definitions and lists nobody knows beside other mistakes in the same rule', () => {
    const found = of(
      'rules:',
      '  - id: a',
      "    when: { text.matches: '(a', matched: [b, nobody], use: nothing, text.words: { list: none } }",
      '    score: 1',
      "    reason: '{{match}} {{links.count.count}}'",
      '  - { id: b, score: 1, when: { text.wrods: hi }, reason: "{{text.wrods.x}}" }',
      'overrides: { d: { mode: monitor } }',
    );
    const said = ['the pattern', "no rule 'nobody'", "no definition 'nothing'", "no list 'none'"];
    for (const part of [...said, "condition 'text.wrods'", "no rule 'd'"])
      expect(found.filter((line) => line.includes(part))).toHaveLength(1);
    expect(found.filter((line) => line.includes('placeholder'))).toEqual([]);
  });

  it('does not miss rules and definitions that a key given twice hides', () => {
    const found = of(
      'rules: [{ id: a, score: 1, when: { text.words: hi } }]',
      'define: { x: { text.words: hi } }',
      'define: { y: { text.words: hi } }',
      'rules: [{ id: b, score: 1, when: { matched: a, use: x } }]',
    );
    expect(found.map((line) => line.replace(/:.*given/, ' given'))).toEqual([
      'r.yaml given in line 2 already; only one would be used',
      'r.yaml given in line 1 already; only one would be used',
    ]);
  });

  it('reads a file of very many keys at once', () => {
    const names = Array.from({ length: 60_000 }, (_, index) => `k${index}: 1`);
    expect(of('rules: []', ...names)).toHaveLength(60_001);
  });

  it('reports one id in two files', () => {
    const one = 'rules:\n  - { id: same, score: 1, when: { text.words: hi } }\n';
    expect(problems({ 'a.yaml': one, 'b.yaml': one })).toEqual([
      "b.yaml:2:7 error: the id 'same' is taken by a.yaml:2",
    ]);
  });

  it('suggests the nearest list', () => {
    const files = {
      'r.yaml': 'rules:\n  - { id: a, score: 1, when: { text.words: { list: lists/lurs.txt } } }',
      'lists/lures.txt': 'x',
    };
    expect(problems(files)[0]).toContain(
      "there is no list 'lists/lurs.txt' (did you mean 'lists/lures.txt'?)",
    );
  });

  it('refuses an alias bomb and endless nesting', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let i = 0; i < 8; i += 1)
      bomb.push(`${'bcdefghi'[i]!}: &${'bcdefghi'[i]!} [${Array(9).fill(`*${'abcdefgh'[i]!}`).join(', ')}]`);
    expect(of(...bomb)).toEqual([
      expect.stringMatching(/^r\.yaml:1:1 error: the file cannot be read: .*alias/i),
    ]);
    expect(of(`rules: ${'['.repeat(20_000)}`).at(0)).toMatch(/error/);
  });

  it('refuses more rules than it can hold', () => {
    const lines = Array.from(
      { length: 5001 },
      (_, index) => `  - { id: r${index}, score: 1, when: { text.words: hi } }`,
    );
    expect(of('rules:', ...lines)).toEqual(['r.yaml:5002:7 error: 5001 rules; at most 5000 are possible']);
  });
});

describe('a ruleset', () => {
  const files = (...entries: [string, string][]) => parseRuleset(new Map(entries));
  const a =
    'rules:\n  - { id: a, score: 1, when: { rate: { at_least: 3, within: 1m }, text.words: { list: lists/x.txt } } }\n';
  const off =
    'rules:\n  - { id: z, mode: off, score: 1, when: { duplicate: { at_least: 3, within: 1m } } }\n';

  it('has the same hash for the same files in any order, another for another content or name', () => {
    const entries: [string, string][] = [
      ['a.yaml', a],
      ['lists/x.txt', 'hi'],
    ];
    const hashOf = (list: [string, string][]): string => {
      const result = files(...list);
      return result.ok ? result.ruleset.hash : 'broken';
    };
    const hash = hashOf(entries);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(hashOf(entries.toReversed())).toBe(hash);
    expect(
      hashOf([
        ['b.yaml', a],
        ['lists/x.txt', 'hi'],
      ]),
    ).not.toBe(hash);
    expect(
      hashOf([
        ['a.yaml', a],
        ['lists/x.txt', 'ho'],
      ]),
    ).not.toBe(hash);
  });

  it('plans the facts of rules in force and keeps rules that are off for the tools', () => {
    const result = files(
      ['a.yaml', a],
      ['off.yaml', off],
      ['lists/x.txt', '# words\nhi   # a note\n\r\nho\r\n'],
    );
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(result.ruleset.plan).toEqual(
      factPlan([{ kind: 'rate', of: 'messages', per: 'sender', withinMs: 60_000 }]),
    );
    expect(result.ruleset.rules.map(({ id }) => id)).toEqual(['a']);
    expect(result.ruleset.loaded.map(({ id, file, line, mode }) => [id, file, line, mode])).toEqual([
      ['a', 'a.yaml', 2, 'enforce'],
      ['z', 'off.yaml', 2, 'off'],
    ]);
    expect(result.ruleset.warnings).toEqual([]);
  });

  it('reads byte order marks, empty files and unused lists without failing', () => {
    expect(
      problems({
        'a.yaml': `\uFEFF${a}`,
        'b.yaml': '# nothing yet\n',
        'lists/x.txt': '\uFEFFhi',
        'lists/y.txt': 'ho',
      }),
    ).toEqual([
      'b.yaml:1:1 warning: the file holds no rules',
      'lists/y.txt:1:1 warning: no rule uses this list',
    ]);
  });
});
