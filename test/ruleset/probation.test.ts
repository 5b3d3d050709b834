import { describe, expect, it } from '@jest/globals';
import type { ProbationPolicy } from '../../src/core/policy.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';

const DAY = 86_400_000;
const NUMBER = '100000000000020';

/** What holds for all and at one number, or what is said against it. */
function probation(
  policy: string,
): { all: ProbationPolicy | undefined; there: ProbationPolicy | undefined } | string[] {
  const files = {
    'r.yaml': 'rules:\n  - { id: a, score: 1, when: { text.words: hi } }\n',
    'policy.yaml': policy,
  };
  const result = parseRuleset(new Map(Object.entries(files)));
  if (!result.ok) return result.problems.map(formatProblem);
  const { policy: all, policyFor } = result.ruleset;
  return { all: all.probation, there: policyFor(NUMBER, null).probation };
}
const week = { forMs: 7 * DAY, flagAt: 2, cooldownAt: 5, blockAt: 15 };
const WEEK = 'for: 7d, flag: { at: 2 }, cooldown: { at: 5 }, block: { at: 15 }';

describe('probation in policy.yaml', () => {
  it.each<[string, ProbationPolicy | undefined]>([
    ['', undefined],
    ['actions: {}', undefined],
    ['actions: { probation: off }', undefined],
    [`actions: { probation: { ${WEEK} } }`, week],
    [
      'actions: { probation: { block: { at: 15 } } }',
      { forMs: 7 * DAY, flagAt: 3, cooldownAt: 8, blockAt: 15 },
    ],
    [
      'actions: { probation: { for: 12h, cooldown: { at: 5 } } }',
      { forMs: DAY / 2, flagAt: 3, cooldownAt: 5, blockAt: 20 },
    ],
    [
      'actions: { flag: { at: 4 }, block: { at: 9 }, probation: { for: 1d, block: { at: 8 } } }',
      { forMs: DAY, flagAt: 4, cooldownAt: 8, blockAt: 8 },
    ],
  ])('%j', (policy, expected) => {
    expect(probation(policy)).toEqual({ all: expected, there: expected });
  });

  it.each<[string, ProbationPolicy | undefined]>([
    ['probation: off', undefined],
    ['probation: { for: 1d }', { ...week, forMs: DAY }],
    ['probation: { cooldown: { at: 4 } }', { ...week, cooldownAt: 4 }],
    ['cooldown: { at: 9 }', week],
  ])('at one number: %s', (own, expected) => {
    const policy = `actions: { probation: { ${WEEK} } }\nnumbers: { '${NUMBER}': { actions: { ${own} } } }`;
    const read = probation(policy);
    expect(read).toEqual({ all: week, there: expected });
  });

  it('may be for one number alone', () => {
    const policy = `numbers: { '${NUMBER}': { actions: { probation: { ${WEEK} } } } }`;
    expect(probation(policy)).toEqual({ all: undefined, there: week });
  });

  it.each<[string, string[]]>([
    [
      'for: 7d',
      ['1:23 error: probation changes nothing: give flag, cooldown or block a lower `at`, or leave it out'],
    ],
    [
      'for: 7d, cooldown: { at: 9 }',
      ['1:50 error: on probation cooldown starts at 9, above the 8 of everybody else'],
    ],
    [
      'for: 7d, cooldown: { at: 2 }',
      ['1:50 error: on probation cooldown starts at 2, below flag at 3; lower that too'],
    ],
    [
      'for: 7d, block: { at: 5 }, cooldown: { at: 6 }',
      ['1:47 error: on probation block starts at 5, below cooldown at 6; lower that too'],
    ],
    ['for: 7, cooldown: { at: 5 }', ["1:30 error: 'for': expected a length such as 30s, 10m, 2h, 1d or 1w"]],
    ['for: 7d, cooldwn: { at: 5 }', ["1:34 error: unknown key 'cooldwn' (did you mean 'cooldown'?)"]],
    ['for: 7d, cooldown: { at: 0 }', ["1:50 error: 'at': must be at least 0.1"]],
  ])('refuses %s', (written, problems) => {
    expect(probation(`actions: { probation: { ${written} } }`)).toEqual(
      problems.map((text) => `policy.yaml:${text}`),
    );
  });

  it('is checked against the thresholds of each number', () => {
    const policy = `actions: { probation: { ${WEEK} } }
numbers:
  '${NUMBER}': { actions: { cooldown: { at: 4 } } }`;
    expect(probation(policy)).toEqual([
      expect.stringContaining('on probation cooldown starts at 5, above the 4 of everybody else'),
    ]);
  });
});
