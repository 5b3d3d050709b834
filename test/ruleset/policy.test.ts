import { describe, expect, it } from '@jest/globals';
import type { Policy } from '../../src/core/policy.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import { protectedId } from '../../src/ruleset/protected-id.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function load(policy: string | null, files: Record<string, string> = {}): Policy | string[] {
  const all = { 'r.yaml': 'rules:\n  - { id: a, score: 1, when: { text.words: hi } }\n', ...files };
  const result = parseRuleset(
    new Map(Object.entries(policy === null ? all : { ...all, 'policy.yaml': policy })),
  );
  return result.ok ? result.ruleset.policy : result.problems.map(formatProblem);
}

describe('policy.yaml', () => {
  it.each([null, '', '# nothing changed\n', '{}', 'actions: {}\nbrake: {}\nprotect: {}\n'])(
    'has defaults for what %j leaves out',
    (text) => {
      expect(load(text)).toEqual({
        flagAt: 3,
        cooldownAt: 8,
        blockAt: 20,
        ladder: {
          stepsMs: [HOUR, 6 * HOUR, DAY, 7 * DAY],
          afterLadder: 'repeat',
          jitter: 0.1,
          strikesExpireMs: 30 * DAY,
        },
        protectedSenders: new Set(),
        brake: {
          establishedSenders: { count: 5, withinMs: 600_000 },
          shareOfActiveSenders: 0.2,
          minBlocks: 30,
          blocksPerMinute: 1000,
        },
      });
    },
  );

  it('reads every key', () => {
    const text = `
actions:
  flag: { at: 1.5 }
  cooldown: { at: 4, ladder: { base: 1h, multipliers: [1, 6, 24, 1000], cap: 7d }, after_ladder: permanent, jitter: 0%, strikes_expire: 90d }
  block: { at: 9 }
protect: { senders: lists/team.txt, staff: ['+49 (0)151 2345-6789', 447700900123, DE.12ab] }
brake: { established_senders: 2 per 1h, share_of_active_senders: 7.5%, min_blocks: 3, blocks_per_minute: 10 }
`;
    expect(load(text, { 'lists/team.txt': '0015550100123 # Ann\nUS.9000\n' })).toEqual({
      flagAt: 1.5,
      cooldownAt: 4,
      blockAt: 9,
      ladder: {
        stepsMs: [HOUR, 6 * HOUR, DAY, 7 * DAY],
        afterLadder: 'permanent',
        jitter: 0,
        strikesExpireMs: 90 * DAY,
      },
      protectedSenders: new Set(['4915123456789', '447700900123', 'DE.12ab', '15550100123', 'US.9000']),
      brake: {
        establishedSenders: { count: 2, withinMs: HOUR },
        shareOfActiveSenders: 0.075,
        minBlocks: 3,
        blocksPerMinute: 10,
      },
    });
  });

  it('protects the people of lists/protected.txt also without being told', () => {
    const policy = load(null, { 'lists/protected.txt': '+15550100123' });
    expect(policy).toMatchObject({ protectedSenders: new Set(['15550100123']) });
    expect(load(null, { 'lists/protected.txt': '# nobody yet' })).toMatchObject({
      protectedSenders: new Set(),
    });
  });

  it.each<[string, string[]]>([
    [
      'actions: { cooldwn: { at: 3 } }',
      ["policy.yaml:1:12 error: unknown key 'cooldwn' (did you mean 'cooldown'?)"],
    ],
    ['actions: { flag: { at: 9 } }', ['policy.yaml:1:10 error: cooldown starts at 8, below flag at 9']],
    ['actions:\n  cooldown: { at: 21 }', ['policy.yaml:2:3 error: block starts at 20, below cooldown at 21']],
    [
      'actions: { cooldown: { ladder: [6h, 1h] } }',
      [
        'policy.yaml:1:37 error: the ladder gets shorter: a repeat would be punished less than the offence before it',
      ],
    ],
    ['actions: { cooldown: { ladder: [] } }', ["policy.yaml:1:32 error: 'ladder': the ladder is empty"]],
    [
      'actions: { cooldown: { ladder: [11y] } }',
      [
        "policy.yaml:1:33 error: 'ladder': expected a length such as 30s, 10m, 2h, 1d or 1w, from 1s to ten years (521w3d)",
      ],
    ],
    [
      'actions: { cooldown: { jitter: 10 } }',
      ["policy.yaml:1:32 error: 'jitter': expected a share such as 20%"],
    ],
    [
      'actions: { cooldown: { jitter: 120% } }',
      ["policy.yaml:1:32 error: 'jitter': expected a share such as 20%, from 0% to 100%"],
    ],
    ['actions: { warn: { at: 5 } }', ["policy.yaml:1:12 error: unknown key 'warn'"]],
    [
      'brake: { established_senders: five }',
      [
        "policy.yaml:1:31 error: 'established_senders': expected a count per length, e.g. 5 per 10m, within a day at most",
      ],
    ],
    [
      'protect: { senders: lists/nope.txt }',
      ["policy.yaml:1:21 error: there is no list 'lists/nope.txt'; lists are .txt files"],
    ],
    [
      "protect: { staff: ['0151 2345678'] }",
      ["policy.yaml:1:20 error: '0151 2345678' has no country code; write it as +49 151 …"],
    ],
    [
      'protect: { staff: [01512345678] }',
      ["policy.yaml:1:20 error: '01512345678' has no country code; write it as +49 151 …"],
    ],
    ['- a list', ['policy.yaml:1:1 error: expected a map of keys']],
  ])('%s is refused', (text, expected) => {
    expect(load(text)).toEqual(expected);
  });

  it('names the line of a protected entry that would protect nobody', () => {
    expect(load(null, { 'lists/protected.txt': '# team\n  Ann\n' })).toEqual([
      "lists/protected.txt:2:3 error: 'Ann' is neither a phone number nor a business-scoped user id such as US.1234",
    ]);
  });

  it('has one name', () => {
    expect(load(null, { 'policy.yml': '{}' })).toContain('policy.yml:1:1 error: name this file policy.yaml');
  });
});

describe('a protected id', () => {
  it.each([
    ['+49 151 2345 6789', '4915123456789'],
    ['+1 (555) 010-0123', '15550100123'],
    ['0049 (0)151/23456789', '4915123456789'],
    ['15550100123', '15550100123'],
    ['\u202a+972 50-000-0000\u202c', '972500000000'],
    ['US.90000000000000000123', 'US.90000000000000000123'],
  ])('%j is %s', (written, id) => {
    expect(protectedId(written)).toEqual({ id });
  });

  it.each(['', 'Ann', '12345', '1234567890123456', '0151 2345678', 'us.123', '+'])(
    '%j is none',
    (written) => {
      expect(protectedId(written)).toHaveProperty('problem');
    },
  );
});
