import { describe, expect, it } from '@jest/globals';
import type { Policy } from '../../src/core/policy.ts';
import type { LoadResult } from '../../src/ruleset/parse.ts';
import { lintContents } from '../../src/ruleset/lint.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';

const DAY = 86_400_000;
const RULES = 'rules:\n  - { id: a, score: 1, when: { text.words: hi } }\n';

const parse = (policy: string): LoadResult =>
  parseRuleset(new Map([...Object.entries({ 'r.yaml': RULES, 'policy.yaml': policy })]));
function warnOf(policy: string, number: string | null = null): Policy['warn'] | string[] {
  const result = parse(policy);
  if (!result.ok) return result.problems.map(formatProblem);
  return number === null ? result.ruleset.policy.warn : result.ruleset.policyFor(number, null).warn;
}
const LEAST = `text: 'Stop: {{appeal}}', appeal: help@your.shop`;
const warn = (more: string): string => `actions: { warn: { ${more} } }`;

describe('actions.warn', () => {
  it('is off unless written', () => {
    expect(warnOf('{}')).toBeUndefined();
    expect(warnOf('actions: { warn: off }')).toBeUndefined();
  });

  it('has defaults for what it leaves out', () => {
    expect(warnOf(warn(`${LEAST}, before_block: off`))).toEqual(warnOf(warn(LEAST)));
    expect(warnOf(warn(LEAST))).toEqual({
      at: 5,
      text: 'Stop: {{appeal}}',
      beforeBlock: null,
      forGood: 'an unlimited time',
      appeal: 'help@your.shop',
      atMost: { count: 1, withinMs: DAY },
      perMinute: 20,
    });
  });

  it('reads every key', () => {
    const text = `actions:
  warn:
    at: 6
    text: |
      Bitte nicht. {{appeal}}
    before_block: 'Pause: {{length}}. {{ appeal }}'
    for_good: ohne Ende
    at_most: 3 per 7d
    per_minute: 100
    appeal: +49 (30) 123-4567
`;
    expect(warnOf(text)).toEqual({
      at: 6,
      text: 'Bitte nicht. {{appeal}}',
      beforeBlock: 'Pause: {{length}}. {{ appeal }}',
      forGood: 'ohne Ende',
      appeal: '+49 (30) 123-4567',
      atMost: { count: 3, withinMs: 7 * DAY },
      perMinute: 100,
    });
  });

  it.each(['https://your.shop/help?x=1', 'help@your.shop', '+49 30 1234567', ' https://wa.example '])(
    'takes %s as an address',
    (appeal) => {
      expect(warnOf(warn(`text: '{{appeal}}', appeal: '${appeal}'`))).toMatchObject({
        appeal: appeal.trim(),
      });
    },
  );

  it.each<[string, string[]]>([
    [
      warn('at: 5'),
      [
        "policy.yaml:1:18 error: 'appeal' is missing: somebody who is blocked cannot write to you here, so say where else",
        "policy.yaml:1:18 error: 'text' is missing: what a sender reads who is warned",
      ],
    ],
    [
      warn("text: 'Stop.', appeal: help@your.shop"),
      ["policy.yaml:1:26 error: 'text' does not say where to turn to: put {{appeal}} into it"],
    ],
    [
      warn("text: 'Stop for {{length}}, {{appeal}} {{apeal}}', appeal: help@your.shop"),
      [
        "policy.yaml:1:26 error: 'text': unknown placeholder '{{apeal}}' (did you mean 'appeal'?)",
        "policy.yaml:1:26 error: 'text': {{length}} is how long a block lasts, and nobody is blocked here",
      ],
    ],
    [
      warn(`${LEAST}, before_block: 'Gone {{for}}'`),
      [
        "policy.yaml:1:84 error: 'before_block': unknown placeholder '{{for}}'; known here: appeal, length",
        "policy.yaml:1:84 error: 'before_block' does not say where to turn to: put {{appeal}} into it",
      ].sort(),
    ],
    [warn(`${LEAST}, before_block: ' '`), ["policy.yaml:1:84 error: 'before_block' is empty"]],
    [warn(`${LEAST}, at: 2`), ['policy.yaml:1:74 error: warn starts at 2, below flag at 3']],
    [warn(`${LEAST}, at: 9`), ['policy.yaml:1:74 error: warn starts at 9, above cooldown at 8']],
    [
      warn(`${LEAST}, at_most: 20 per 24h`),
      [
        "policy.yaml:1:79 error: 'at_most': expected a count per length, e.g. 1 per 24h, from 1 to 10 within 30 days at most",
      ],
    ],
    [warn(`${LEAST}, per_minute: 0`), ["policy.yaml:1:82 error: 'per_minute': must be at least 1"]],
    [warn(`${LEAST}, texts: x`), ["policy.yaml:1:70 error: unknown key 'texts' (did you mean 'text'?)"]],
  ])('%s is refused where it stands', (text, problems) => {
    expect(warnOf(text)).toEqual(problems);
  });

  it.each([
    'http://your.shop',
    'your.shop',
    'javascript:alert(1)',
    'Ann',
    '0151 234567',
    'https://localhost',
    '',
  ])('refuses %j as an address', (appeal) => {
    expect(warnOf(warn(`text: '{{appeal}}', appeal: '${appeal}'`))).toEqual([
      expect.stringContaining("'appeal': expected an address such as https://your.shop/help"),
    ]);
  });

  it('refuses what WhatsApp would not take with everything filled in', () => {
    const filled = (length: number): string =>
      `text: '${'x'.repeat(length - 14)}{{appeal}}', appeal: help@your.shop`;
    expect(warnOf(warn(filled(4_096)))).toMatchObject({ at: 5 });
    expect(warnOf(warn(filled(4_097)))).toEqual([
      "policy.yaml:1:26 error: 'text': 4097 characters with everything filled in; WhatsApp takes 4096",
    ]);
  });

  it('differs for one number key by key, and may be off there', () => {
    const text = `${warn(LEAST)}
numbers:
  100000000000010: { actions: { warn: { at: 7, text: 'Basta! {{appeal}}' } } }
  100000000000020: { actions: { warn: off } }
`;
    expect(warnOf(text, '100000000000010')).toMatchObject({
      ...{ at: 7, text: 'Basta! {{appeal}}', appeal: 'help@your.shop' },
    });
    expect(warnOf(text, '100000000000020')).toBeUndefined();
    expect(warnOf(text, '100000000000030')).toMatchObject({ at: 5 });
    expect(warnOf('numbers: { 100000000000010: { actions: { warn: { at: 7 } } } }')).toEqual([
      expect.stringContaining('policy.yaml:1:'),
      expect.stringContaining("'text' is missing"),
    ]);
  });
});

describe('lint', () => {
  it('takes an off without quotes for what it is', () => {
    const files = { 'r.yaml': RULES, 'policy.yaml': 'actions: { warn: off, probation: off }' };
    const { problems } = lintContents(new Map(Object.entries(files)), 0);
    expect(problems.filter(({ file }) => file === 'policy.yaml')).toEqual([]);
  });

  it('knows whether some number sends warnings', () => {
    const loaded = (policy: string): boolean => {
      const result = parse(policy);
      return result.ok && result.ruleset.warnsAnywhere;
    };
    expect([loaded('{}'), loaded(warn(LEAST))]).toEqual([false, true]);
    expect(loaded(`numbers: { 100000000000010: { ${warn(LEAST)} } }`)).toBe(true);
  });
});
