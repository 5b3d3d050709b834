import { describe, expect, it } from '@jest/globals';
import { examineContents } from '../../src/ruleset/candidate.ts';
import { lintContents } from '../../src/ruleset/lint.ts';
import { modesIn } from '../../src/ruleset/packs.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import { decideOn, load, problemsOf } from './yaml.ts';

const LINKS = `pack: Links of all kinds
rules:
  - { id: link, score: 2, when: { links.count: { at_least: 1 } } }
  - { id: many-links, mode: monitor, score: 3, when: { links.count: { at_least: 3 } } }
`;
const CRYPTO = 'rules: [{ id: coin, score: 3, when: { text.words: coin } }]\n';
const SHIPPED = { 'links.yaml': LINKS, 'crypto.yaml': CRYPTO };
const modes = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(load(files).loaded.map(({ id, mode }) => [id, mode]));

describe('a pack', () => {
  it('is a rule file, under its name without the ending', () => {
    const files = {
      ...SHIPPED,
      'mine/names.yml': CRYPTO.replace('id: coin', 'id: b'),
      'w.yaml': 'define: { a: [x] }',
    };
    expect(
      load(files).packs.map(({ name, file, about, rules }) => [name, file, about, rules.length]),
    ).toEqual([
      ['crypto', 'crypto.yaml', '', 1],
      ['links', 'links.yaml', 'Links of all kinds', 2],
      ['mine/names', 'mine/names.yml', '', 1],
    ]);
  });

  it.each<[string, string]>([
    [
      "pack: ''",
      "r.yaml:1:7 error: 'pack' takes a text of up to 500 characters: what the rules of this file are about",
    ],
    [
      'pack: [a]',
      "r.yaml:1:7 error: 'pack' takes a text of up to 500 characters: what the rules of this file are about",
    ],
  ])('cannot say of itself %s', (line, expected) => {
    expect(problemsOf(`${line}\n${CRYPTO}`)).toEqual([expected]);
  });

  it('has rules', () => {
    expect(problemsOf({ ...SHIPPED, 'r.yaml': 'pack: Nothing yet\n' })).toEqual([
      "r.yaml:1:7 error: 'pack' speaks of rules, and this file has none",
    ]);
  });
});

describe('one line under packs:', () => {
  it.each(['off', 'monitor', 'enforce'])('switches every rule of a pack to %s, and no other', (mode) => {
    const own = `packs: { links: ${mode} }\n`;
    expect(modes({ ...SHIPPED, 'own.yaml': own })).toEqual({
      coin: 'enforce',
      link: mode,
      'many-links': mode,
    });
    expect(modes(SHIPPED)).toEqual({ coin: 'enforce', link: 'enforce', 'many-links': 'monitor' });
  });

  it('changes what is decided', () => {
    const text = 'coin https://a.example';
    const scoreWith = (own: string): number =>
      decideOn(load({ ...SHIPPED, 'own.yaml': own }), { text }).score;
    expect(scoreWith('define: { a: [b] }')).toBe(5);
    expect(scoreWith('packs: { links: off }')).toBe(3);
    expect(scoreWith('packs: { links: monitor, crypto: off }')).toBe(0);
  });

  it('may stand in the file of the pack itself', () => {
    expect(modes({ 'links.yaml': `packs: { links: off }\n${LINKS}` })).toEqual({
      link: 'off',
      'many-links': 'off',
    });
  });

  it('is outdone by what overrides: says of a rule, mode by mode', () => {
    const own = 'packs: { links: off }\noverrides: { link: { mode: monitor }, many-links: { score: 1 } }\n';
    const { loaded } = load({ ...SHIPPED, 'own.yaml': own });
    expect(loaded.filter(({ id }) => id !== 'coin')).toMatchObject([
      { id: 'link', mode: 'monitor', modeSetAt: { file: 'own.yaml', line: 2 } },
      { id: 'many-links', mode: 'off', score: 1, modeSetAt: { file: 'own.yaml', line: 1 } },
    ]);
  });

  it('lets rules in monitor mode count where they are tried as enforced', () => {
    const files = new Map(Object.entries({ ...SHIPPED, 'own.yaml': 'packs: { links: monitor }' }));
    const result = parseRuleset(files, { asEnforced: true });
    if (!result.ok) throw new Error('does not load');
    expect(result.ruleset.loaded.map(({ mode }) => mode)).toEqual(['enforce', 'enforce', 'enforce']);
  });

  it('is shown with the pack and its rules', () => {
    const { packs } = load({ ...SHIPPED, 'own.yaml': 'packs: { links: monitor }' });
    expect(packs.map(({ switchedBy }) => switchedBy)).toEqual([
      null,
      { file: 'own.yaml', line: 1, column: 10, mode: 'monitor' },
    ]);
    expect(packs.map(({ rules }) => modesIn(rules))).toEqual(['enforce', 'monitor']);
    expect(modesIn(load(SHIPPED).packs[1]?.rules ?? [])).toBe('1 enforce, 1 monitor');
  });

  const TAIL = 'a pack is a rule file without its ending, see: cordon rules packs';
  it.each<[string, string]>([
    ['{ cryto: off }', `own.yaml:1:10 error: there is no pack 'cryto' (did you mean 'crypto'?); ${TAIL}`],
    [
      '{ links.yaml: off }',
      `own.yaml:1:10 error: there is no pack 'links.yaml' (did you mean 'links'?); ${TAIL}`,
    ],
    ['{ own: off }', `own.yaml:1:10 error: there is no pack 'own'; ${TAIL}`],
    ['{ links: no }', "own.yaml:1:17 error: pack 'links': expected enforce, monitor or off"],
    ['{ links: { mode: off } }', "own.yaml:1:17 error: pack 'links': expected enforce, monitor or off"],
    [
      '{ links: off, links: off }',
      "own.yaml:1:22 error: 'links' is given in line 1 already; only one would be used",
    ],
    [
      '[links]',
      "own.yaml:1:8 error: 'packs' takes a map of packs, each with off, monitor or enforce, e.g. { links: monitor }",
    ],
    ['{}', "own.yaml:1:8 error: 'packs' is empty"],
  ])('cannot be packs: %s', (value, expected) => {
    expect(problemsOf({ ...SHIPPED, 'own.yaml': `packs: ${value}\n` })).toEqual([expected]);
  });

  it('stands in one place', () => {
    const files = { ...SHIPPED, 'a.yaml': 'packs: { links: off }', 'b.yaml': 'packs:\n  links: off\n' };
    expect(problemsOf(files)).toEqual([
      "b.yaml:2:3 error: pack 'links' is switched at a.yaml:1 already; write it in one place",
    ]);
  });

  it('is not called unknown while a file cannot be read', () => {
    const files = { 'own.yaml': 'packs: { links: off }', 'links.yaml': 'rules: [', 'crypto.yaml': CRYPTO };
    expect(problemsOf(files).map((line) => line.split(':')[0])).toEqual(['links.yaml']);
  });

  it('is no trap to YAML readers, though off is one elsewhere', () => {
    const lint = (own: string): string[] =>
      lintContents(new Map(Object.entries({ ...SHIPPED, 'own.yaml': own })), 0).problems.map(formatProblem);
    expect(lint('packs: { links: off }\n').filter((line) => line.startsWith('own.yaml'))).toEqual([]);
    expect(lint('define: { a: [off] }\n').join()).toContain('unquoted off is true or false');
  });
});

describe('rules that ask for a rule of a pack that is switched', () => {
  const ASKING = 'rules: [{ id: both, score: 1, when: { matched: link } }]';
  it('hear that it never matches, and where that is said', () => {
    const files = { ...SHIPPED, 'both.yaml': ASKING, 'own.yaml': 'packs: { links: off }' };
    expect(problemsOf(files)).toEqual([
      "both.yaml:1:39 warning: rule 'link' is off by own.yaml:1, so it never matches",
    ]);
    expect(decideOn(load(files), { text: 'https://a.example' }).score).toBe(0);
  });

  it('hear nothing when they are off themselves', () => {
    const files = { ...SHIPPED, 'both.yaml': ASKING, 'own.yaml': 'packs: { links: off, both: off }' };
    expect(problemsOf(files)).toEqual([]);
  });

  it('must not count what only watches', () => {
    const files = { ...SHIPPED, 'both.yaml': ASKING, 'own.yaml': 'packs: { links: monitor }' };
    expect(problemsOf(files)).toEqual([
      "both.yaml:1:39 error: rule 'link' is in monitor mode by own.yaml:1: it must not count, so rule 'both' may ask for it only in monitor mode itself",
    ]);
    expect(problemsOf({ ...files, 'own.yaml': 'packs: { links: monitor, both: monitor }' })).toEqual([]);
  });
});

describe("the rules' own tests", () => {
  const PAIR = `rules:
  - { id: a, score: 1, when: { text.words: hi }, tests: { match: [hi, { text: hi, seen: 30, seen_for: 9d }] } }
  - { id: b, score: 1, when: { matched: a }, tests: { match: [hi], ignore: [ho] } }
  - { id: c, score: 1, when: { score: { at_least: 2 } }, tests: { match: [hi], ignore: [ho] } }
`;
  it.each([
    'packs: { pair: off }',
    'packs: { pair: monitor }',
    'overrides: { a: { mode: off } }',
    'overrides: { a: { score: 0.5 } }',
    'overrides: { a: { trust: newcomer, expires: 2020-01-01 } }',
  ])('are about what stands in the file, so that an edit is taken with %s', async (own) => {
    const files = new Map([
      ['pair.yaml', PAIR],
      ['own.yaml', own],
    ]);
    expect(await examineContents(files)).toMatchObject({ ok: true });
  });

  it('still keep an edit out that breaks the rule itself, be its pack off', async () => {
    const broken = PAIR.replace('ignore: [ho]', 'ignore: [hi]');
    const files = new Map([
      ['pair.yaml', broken],
      ['own.yaml', 'packs: { pair: off }'],
    ]);
    const examined = await examineContents(files);
    expect(examined.ok ? [] : examined.problems.map(({ line }) => line)).toEqual([3]);
  });
});

describe('a pack switched to enforce', () => {
  it('is refused where one of its rules would block for weak signs alone, at the line that switches it', () => {
    const weak = 'rules: [{ id: far, mode: monitor, then: block, when: { sender.country: BR } }]';
    const files = { 'far.yaml': weak, 'own.yaml': '# mine\npacks: { far: enforce }' };
    expect(problemsOf(files)).toEqual([
      expect.stringMatching(/^own\.yaml:2:10 error: rule 'far' would block people for sender\.country alone/),
    ]);
  });
});
