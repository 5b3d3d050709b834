import { describe, expect, it } from '@jest/globals';
import { withPolicies } from '../../src/core/ruleset.ts';
import type { LoadedRuleset } from '../../src/ruleset/parse.ts';
import { failuresOf, rulesetOf, unmet } from './rig.ts';

const DECAY = `- { at: 0s, from: mia, text: spam, expect: { strikes: 1, blocked_for: 1h } }
- { at: 29d 23h 59m 59.999s, expect: { strikes: { active: 1, total: 1 } } }
- { at: 30d, expect: { strikes: { active: 0, total: 1 } } }
- { at: 30d, from: mia, text: spam, expect: { strikes: { active: 1, total: 2 }, blocked_for: 1h } }`;

describe('a story holds', () => {
  it.each<[string, string, string?]>([
    [
      'over a flood, its cooldown and its end',
      `- { at: 0s, from: mia, text: 'offer {{copy}}', times: 40, every: 1s, expect: { decision: cooldown, rule: torrent, arrives: 20, strikes: 1, blocked_for: 1h, blocked_until: 1h 19s } }
- { at: 1h, from: mia, text: hello, expect: { arrives: no, blocked: yes } }
- { at: 1h 18.999s, expect: { blocked: yes, lifted_at: never } }
- { at: 1h 19s, expect: { blocked: no, lifted_at: 1h 19s, blocked_for: 1h, strikes: { active: 1, total: 1 } } }
- { at: +1m, from: mia, text: hello, expect: { arrives: yes, decision: allow, score: 0 } }`,
    ],
    [
      'up the ladder',
      `- { at: 0s, text: spam, expect: { blocked_for: 1h } }
- { at: 1d, text: spam, expect: { blocked_for: 6h } }
- { at: 2d, text: spam, expect: { blocked_for: 24h, strikes: 3 } }
- { at: 4d, text: spam, expect: { blocked_for: 7d } }
- { at: 12d, text: spam, expect: { blocked_for: 7d, strikes: { active: 5, total: 5 } } }`,
    ],
    ['over the decay of a strike, at the exact instant', DECAY],
    [
      'over blocks for good',
      `- { text: worse, expect: { decision: block, score: { at_least: 20 }, blocked_for: permanent } }
- { at: 3000d, expect: { blocked: yes, lifted_at: never } }`,
    ],
    [
      'over lengths a rule names: exact each time, whatever the jitter',
      `- { text: pause, expect: { decision: cooldown, blocked_for: 5m } }
- { at: 10m, text: pause, expect: { blocked_for: 5m, strikes: 2 } }`,
    ],
    [
      'over scores, exceptions and monitor rules',
      `- { text: odd, expect: { decision: [flag, warn], score: 3.1, rule: odd, not_rule: [spam, worse], limited_by: none } }
- { text: spam please, expect: { decision: allow, limited_by: allow-rule, rule: [spam, pardon] } }
- { text: watched, expect: { decision: allow, score: 0, rule: watched } }`,
    ],
    [
      'over people of all kinds',
      `- { from: boss, text: spam, expect: { decision: allow, limited_by: protected, trust: staff, strikes: 0 } }
- { from: fan, text: spam, expect: { decision: allow, trust: customer, not_rule: spam, blocked: no } }
- { from: old, text: spam, expect: { trust: known, strikes: { active: 3, total: 3 }, blocked_for: 24h } }
- { from: old, text: hi, expect: { arrives: yes } }
- { at: 1s, from: old, text: hi, expect: { arrives: no, boss: { blocked: no }, fan: { blocked: no } } }`,
      'people: { boss: { trust: staff }, fan: { trust: customer }, old: { seen: 30, seen_for: 90d, strikes: 2, country: BR } }',
    ],
    [
      'over groups, and what the brake holds',
      `- { from: crowd, text: spam, every: 1s, expect: { each: { decision: cooldown }, blocked: 30, held: 10, armed: no } }
- { at: 2h, expect: { crowd: { blocked: no, held: 0 } } }`,
      'people: { crowd: { count: 40 } }',
    ],
    [
      'over messages that come late or doubled in time',
      `- { at: 0s, text: spam, delay: 24h 1s, expect: { arrives: late } }
- { at: 0s, text: spam, delay: 23h 58m, expect: { decision: cooldown, armed: yes, blocked: no } }
- { at: 23h 59m, text: hi, expect: { decision: allow, armed: no, blocked: yes } }`,
    ],
    [
      'over an outage of Meta',
      `- { at: 0s, meta: down }
- { at: 0s, text: spam, expect: { blocked: yes } }
- { at: 10m, text: hi, expect: { arrives: yes } }
- { at: 20m, meta: up }
- { at: 21m, text: hi, expect: { arrives: no } }
- { at: 30m, meta: down }
- { at: 2h, expect: { blocked: yes, lifted_at: never } }
- { at: 3h, meta: up, expect: { blocked: no, lifted_at: 3h } }`,
    ],
    [
      'in monitor mode',
      '- { text: spam, expect: { decision: cooldown, blocked: no, strikes: 0 } }',
      'mode: monitor',
    ],
    [
      'whose steps mix',
      `- { at: 0s, from: a1, text: spam, times: 2, every: 2s, expect: { arrives: 1 } }
- { at: 1s, from: b1, text: hi, expect: { a1: { blocked: yes }, decision: allow } }`,
    ],
    [
      'at a weekday and an hour',
      `- { at: sat 23:30 Europe/Berlin, text: spam, expect: { blocked_until: sun 00:30 Europe/Berlin } }
- { at: sun 10:00, expect: { lifted_at: 'sat 23:30', blocked: no } }`,
    ],
  ])('%s', (_, steps, head = '') => {
    expect(unmet(steps, { head })).toEqual([]);
  });

  it('with jitter within its bounds, and the last step without', () => {
    const ruleset = rulesetOf('jitter: 50%');
    const steps = `- { at: 0s, text: spam, expect: { blocked_for: 1h } }
- { at: 1h 30m, expect: { blocked: no, blocked_for: 1h, lifted_at: 1h } }
- { at: 1d, text: spam, expect: { blocked_for: 6h, blocked_until: 1d 6h } }
- { at: 3d, text: spam, expect: { blocked_for: 24h } }
- { at: 6d, text: spam, expect: { blocked_for: 7d } }
- { at: 14d, text: pause, expect: { blocked_for: 5m } }`;
    expect(unmet(steps, { ruleset })).toEqual([]);
    const [late] = unmet('- { text: spam, expect: { blocked_for: 30m } }', { ruleset });
    expect(late).toMatch(/^step 1 \(at 0s\): somebody: expected blocked for 30m to 45m \(jitter\), got 1h /);
    expect(unmet('- { text: spam, expect: { blocked_for: 2h } }', { ruleset })).toHaveLength(1);
    expect(unmet('- { text: pause, expect: { blocked_for: 4m } }', { ruleset })).toEqual([
      'step 1 (at 0s): somebody: expected blocked for 4m, got 5m',
    ]);
  });
});

describe('a story fails', () => {
  const expiringBy = (shift: number): LoadedRuleset =>
    withPolicies(rulesetOf(), ({ ladder, ...policy }) => ({
      ...policy,
      ladder: { ...ladder, strikesExpireMs: ladder.strikesExpireMs + shift },
    }));

  it('when strikes are forgotten a millisecond late', () => {
    expect(unmet(DECAY, { ruleset: expiringBy(1) })).toEqual([
      'step 3 (at 30d): mia: expected strikes 0 that count, got 1',
      'step 4 (at 30d): mia: expected blocked for 1h, got 6h',
      'step 4 (at 30d): mia: expected strikes 1 that count, got 2',
    ]);
  });

  it('when strikes are forgotten a millisecond early', () => {
    expect(unmet(DECAY, { ruleset: expiringBy(-1) })).toEqual([
      'step 2 (at 29d 23h 59m 59.999s): mia: expected strikes 1 that count, got 0',
    ]);
  });

  it.each<[string, string[], string?]>([
    [
      '{ text: hi, expect: { decision: [flag, cooldown] } }',
      ['expected decision flag or cooldown, got allow'],
    ],
    [
      '{ text: spam, expect: { not_rule: spam, rule: odd } }',
      ['expected rule odd to match, got no match', 'expected not rule no match of spam, got a match'],
    ],
    ['{ text: odd, expect: { score: { above: 3.1 } } }', ['expected score above 3.1, got 3.1']],
    ['{ text: odd, expect: { score: 3 } }', ['expected score 3, got 3.1']],
    [
      '{ text: spam, times: 5, expect: { each: { decision: allow } } }',
      ['copy 1 of 5: expected decision allow, got cooldown'],
    ],
    ['{ text: spam, times: 5, expect: { arrives: yes } }', ['expected arrives yes, got 1 of 5 arrive']],
    [
      '{ text: spam, delay: 25h, expect: { arrives: yes } }',
      ['expected arrives yes, got 0 of 1 arrive, 1 too late'],
    ],
    [
      '{ text: spam, delay: 25h, expect: { decision: cooldown } }',
      ['expected decision an answer, got no message arrives'],
    ],
    [
      '{ text: spam, expect: { limited_by: protected, trust: regular } }',
      ['expected limited by protected, got none', 'expected trust regular, got newcomer'],
    ],
    [
      '{ text: spam, expect: { blocked: no, held: yes, armed: yes } }',
      [
        'somebody: expected blocked no, got yes',
        'somebody: expected held yes, got no',
        'somebody: expected armed yes, got no',
      ],
    ],
    [
      '{ text: spam, expect: { blocked_until: 30m, strikes: { total: 2 } } }',
      ['somebody: expected blocked until 30m, got 1h', 'somebody: expected strikes 2 in all, got 1'],
    ],
    [
      '{ text: hi, expect: { blocked_for: 1h, blocked_until: 1h, lifted_at: 0s } }',
      [
        'somebody: expected blocked for 1h, got never blocked',
        'somebody: expected blocked until 1h, got not blocked',
        'somebody: expected lifted at 0s, got never lifted',
      ],
    ],
    [
      '{ text: worse, expect: { blocked_for: 1h, blocked_until: 1h } }',
      ['somebody: expected blocked for 1h, got permanent', 'somebody: expected blocked until 1h, got never'],
    ],
    [
      '{ from: crowd, text: spam, expect: { blocked: 2, strikes: 2 } }',
      ['crowd: expected blocked 2, got 3 of 3', 'crowd (1 of 3): expected strikes 2 that count, got 1'],
      'people: { crowd: { count: 3 } }',
    ],
  ])('%s', (step, problems, head = '') => {
    expect(unmet(`- ${step}`, { head })).toEqual(problems.map((one) => `step 1 (at 0s): ${one}`));
  });

  it('says where, and what led there', () => {
    const steps = `- { at: 90s, from: mia, text: spam }
- { at: 50m, from: mia, text: hi, expect: { decision: allow } }
- { at: 2h, from: mia, text: hi, expect: { rule: spam, lifted_at: never } }`;
    const [blocked, unmatched, lifted] = failuresOf(steps);
    expect(blocked).toMatchObject({ file: 'a.story.yaml', line: 5, column: 51, severity: 'error' });
    expect(blocked?.why).toEqual(['blocked until 1h 1m 30s (1h); 1 strike that counts, 1 in all']);
    expect(unmatched?.why).toEqual([
      'allow, score 0: no rule matched',
      'spam asked:',
      expect.stringMatching(/^ {2}when\.text\.words no \(.+\)$/),
    ]);
    expect(lifted).toMatchObject({ line: 6, column: 62 });
    expect(lifted?.why).toEqual([
      'not blocked, last lifted at 1h 1m 30s after 1h; 1 strike that counts, 1 in all',
      'last offence at 1m 30s: opened',
      '  cooldown, score 8',
      "    spam +8: says 'spam'",
    ]);
  });
});

describe('a story of a policy with probation', () => {
  const own = (probation: string): LoadedRuleset =>
    rulesetOf(undefined, `numbers: { '100000000000010': { actions: { ${probation} } } }`);
  // Ben was let in half a day before the story begins; mia's second probation ends a day after her second block.
  const STEPS = `- { at: 0s, from: mia, text: odd, expect: { decision: flag } }
- { at: 1m, from: mia, text: spam, expect: { decision: cooldown, blocked_for: 1h } }
- { at: 2h, from: mia, text: odd, expect: { decision: cooldown, strikes: 2, blocked_for: 6h } }
- { at: 11h 59m 59s, from: ben, text: odd, expect: { decision: cooldown, strikes: 2 } }
- { at: 32h, from: mia, text: odd, expect: { decision: flag, blocked: no } }`;
  const head = 'people: { mia: {}, ben: { strikes: 1 } }';

  it('knows it after each block, and of people who come with strikes', () => {
    const ruleset = own('probation: { for: 1d, cooldown: { at: 3 } }');
    expect(unmet(STEPS, { head, ruleset })).toEqual([]);
  });

  it('is another one without it', () => {
    const failures = unmet(STEPS, { head, ruleset: own('probation: off') });
    expect(failures.length).toBeGreaterThan(2);
  });
});
