import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Policy } from '../../src/core/policy.ts';
import type { LoadResult } from '../../src/ruleset/parse.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import { protectedId } from '../../src/ruleset/protected-id.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function parse(policy: string | null, files: Record<string, string> = {}): LoadResult {
  const all = { 'r.yaml': 'rules:\n  - { id: a, score: 1, when: { text.words: hi } }\n', ...files };
  return parseRuleset(new Map(Object.entries(policy === null ? all : { ...all, 'policy.yaml': policy })));
}
function load(policy: string | null, files: Record<string, string> = {}): Policy | string[] {
  const result = parse(policy, files);
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
          capMs: 7 * DAY,
          strikesExpireMs: 30 * DAY,
        },
        protectedSenders: new Set(),
        customers: new Set(),
        brake: {
          establishedSenders: { count: 5, withinMs: 600_000 },
          shareOfActiveSenders: 0.2,
          minBlocks: 30,
          blocksPerMinute: 1000,
        },
        audit: { evidence: 'reasons', keepMs: 30 * DAY },
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
audit: { evidence: none, keep: 2w }
`;
    expect(load(text, { 'lists/team.txt': '0015550100123 # Ann\nUS.9000\n' })).toEqual({
      flagAt: 1.5,
      cooldownAt: 4,
      blockAt: 9,
      ladder: {
        stepsMs: [HOUR, 6 * HOUR, DAY, 7 * DAY],
        afterLadder: 'permanent',
        jitter: 0,
        capMs: 7 * DAY,
        strikesExpireMs: 90 * DAY,
      },
      protectedSenders: new Set(['4915123456789', '447700900123', 'DE.12ab', '15550100123', 'US.9000']),
      customers: new Set(),
      brake: {
        establishedSenders: { count: 2, withinMs: HOUR },
        shareOfActiveSenders: 0.075,
        minBlocks: 3,
        blocksPerMinute: 10,
      },
      audit: { evidence: 'none', keepMs: 14 * DAY },
    });
  });

  it.each([
    ['audit: { evidence: words }', "policy.yaml:1:20 error: 'evidence': expected none, reasons or text"],
    [
      'audit: { keep: 1h }',
      "policy.yaml:1:16 error: 'keep': expected a length such as 30s, 10m, 2h, 1d or 1w, from 1d to 365d",
    ],
    ['audit: { keep: 366d }', 'from 1d to 365d'],
    ['audit: { keep: 30 }', "policy.yaml:1:16 error: 'keep': expected a length"],
    ['audit: { kept: 30d }', 'kept'],
    ["numbers: { '+49 30 1234567': { audit: { keep: 7d } } }", 'audit'],
  ])('refuses %s', (text, problem) => {
    expect(JSON.stringify(load(text))).toContain(problem);
  });

  it('knows the customers of lists/customers.txt also without being told', () => {
    const listed = { 'lists/customers.txt': '+15550100123 # Ann\nUS.9000\n' };
    const customers = new Set(['15550100123', 'US.9000']);
    expect(load(null, listed)).toMatchObject({ customers, protectedSenders: new Set() });
    expect(load('trust: { customers: ./lists/customers.txt }', listed)).toMatchObject({ customers });
  });

  it('may name a list of people that is still empty, but none that is missing', () => {
    const empty = { 'lists/vip.txt': '# nobody yet\n', 'lists/customers.txt': '' };
    expect(load('trust: { customers: lists/vip.txt }', empty)).toMatchObject({ customers: new Set() });
    expect(load('protect: { senders: lists/vip.txt }', empty)).toMatchObject({ flagAt: 3 });
    expect(load(null, empty)).toEqual(['lists/vip.txt:1:1 error: the list is empty']);
    expect(load('trust: { customers: lists/vips.txt }', empty)).toEqual([
      'lists/vip.txt:1:1 error: the list is empty',
      "policy.yaml:1:21 error: there is no list 'lists/vips.txt' (did you mean 'lists/vip.txt'?)",
    ]);
    expect(load('trust: { customer: lists/vip.txt }', { 'lists/vip.txt': 'Ann' })).toEqual([
      "policy.yaml:1:10 error: unknown key 'customer' (did you mean 'customers'?)",
    ]);
    expect(load('trust: { customers: lists/vip.txt }', { 'lists/vip.txt': 'Ann' })).toEqual([
      "lists/vip.txt:1:1 error: 'Ann' is neither a phone number nor a business-scoped user id such as US.1234",
    ]);
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

describe('numbers in policy.yaml', () => {
  const LINE = { id: '100000000000010', display: '49301234567' };
  const OTHER = { id: '100000000000020', display: '15550100002' };
  /** The policy of a number, and the one for all. */
  function loadFor(
    number: { id: string; display: string | null },
    text: string,
    files = {},
  ): [Policy, Policy] {
    const result = parse(text, files);
    if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
    return [result.ruleset.policyFor(number.id, number.display), result.ruleset.policy];
  }

  it.each([
    ['100000000000010', LINE],
    ["'100000000000010'", LINE],
    ['49301234567', LINE],
    ["'+49 30 123-4567'", LINE],
    ["'0049 (0)30 1234567'", LINE],
    ['+49 (30) 1234567', LINE],
    ["'100000000000010'", { ...LINE, display: null }],
  ])('%s is %j and no other', (name, number) => {
    const text = `numbers: { ${name}: { actions: { block: { at: 50 } } } }`;
    const [own, base] = loadFor(number, text);
    expect(own).toEqual({ ...base, blockAt: 50 });
    expect(loadFor(OTHER, text)[0]).toEqual(base);
    expect(loadFor({ ...OTHER, display: null }, text)[0]).toEqual(base);
    expect(base.blockAt).toBe(20);
  });

  it('the id of a number goes before the number', () => {
    const text = `numbers:
  '+49 30 1234567': { actions: { block: { at: 40 } } }
  '100000000000010': { actions: { block: { at: 50 } } }
`;
    expect(loadFor(LINE, text)[0].blockAt).toBe(50);
    expect(loadFor({ ...LINE, id: '7' }, text)[0].blockAt).toBe(40);
  });

  const BASE = `actions:
  flag: { at: 2 }
  cooldown: { at: 6, ladder: { base: 1h, multipliers: [1, 6], cap: 4h }, jitter: 5% }
brake: { min_blocks: 7, blocks_per_minute: 9 }
`;
  it.each<[string, (base: Policy) => Partial<Policy>]>([
    ['{}', () => ({})],
    ['{ actions: { flag: { at: 4 } } }', () => ({ flagAt: 4 })],
    ['{ actions: { cooldown: { at: 8 } } }', () => ({ cooldownAt: 8 })],
    [
      '{ actions: { cooldown: { ladder: [2h] } } }',
      ({ ladder }) => ({ ladder: { ...ladder, stepsMs: [2 * HOUR], capMs: 2 * HOUR } }),
    ],
    [
      '{ actions: { cooldown: { ladder: { base: 1m, multipliers: [1, 600] } } } }',
      ({ ladder }) => ({ ladder: { ...ladder, stepsMs: [60_000, 10 * HOUR], capMs: 10 * HOUR } }),
    ],
    [
      '{ actions: { cooldown: { after_ladder: permanent } }, brake: { min_blocks: 1 } }',
      ({ ladder, brake }) => ({
        ladder: { ...ladder, afterLadder: 'permanent' },
        brake: { ...brake, minBlocks: 1 },
      }),
    ],
  ])('%s changes what it names and leaves the rest', (part, expected) => {
    const [own, base] = loadFor(LINE, `${BASE}numbers: { '100000000000010': ${part} }\n`);
    expect(own).toEqual({ ...base, ...expected(base) });
    expect(base).toMatchObject({ flagAt: 2, cooldownAt: 6, ladder: { stepsMs: [HOUR, 4 * HOUR] } });
  });

  it('thresholds are checked once they are put together, in any order', () => {
    const text = `actions: { block: { at: 9 } }
numbers: { '100000000000010': { actions: { flag: { at: 10 }, cooldown: { at: 12 }, block: { at: 15 } } } }
`;
    expect(loadFor(LINE, text)[0]).toMatchObject({ flagAt: 10, cooldownAt: 12, blockAt: 15 });
  });

  it('trust adds to the customers known everywhere', () => {
    const text = `trust: { customers: lists/vip.txt }
numbers:
  '100000000000010': { trust: { customers: lists/desk.txt } }
`;
    const files = {
      'lists/vip.txt': '+15550100002',
      'lists/desk.txt': 'US.12 # Ann',
      'lists/customers.txt': '',
    };
    const [own, base] = loadFor(LINE, text, files);
    expect(base.customers).toEqual(new Set(['15550100002']));
    expect(own.customers).toEqual(new Set(['15550100002', 'US.12']));
    expect(loadFor(OTHER, text, files)[0].customers).toEqual(base.customers);
  });

  it('protect adds to those protected everywhere', () => {
    const text = `protect: { staff: ['+15550100001'] }
numbers:
  '100000000000010': { protect: { staff: [US.12], senders: lists/desk.txt } }
  '100000000000020': { brake: { min_blocks: 1 } }
`;
    const files = { 'lists/protected.txt': '+15550100002', 'lists/desk.txt': '+15550100003' };
    const everywhere = ['15550100001', '15550100002'];
    const [own, base] = loadFor(LINE, text, files);
    expect(base.protectedSenders).toEqual(new Set(everywhere));
    expect(own.protectedSenders).toEqual(new Set([...everywhere, 'US.12', '15550100003']));
    expect(loadFor(OTHER, text, files)[0].protectedSenders).toEqual(new Set(everywhere));
    const result = parse(text, files);
    expect(result.ok && result.ruleset.protectedAnywhere).toEqual(own.protectedSenders);
    expect(result.ok && result.ruleset.warnings).toEqual([]);
  });

  it.each<[string, string[]]>([
    ["numbers: ['100000000000010']", ["policy.yaml:1:10 error: 'numbers': expected a map of numbers"]],
    ['number: {}', ["policy.yaml:1:1 error: unknown key 'number' (did you mean 'numbers'?)"]],
    [
      "numbers:\n  '100000000000010':\n",
      ["policy.yaml:2:3 error: '100000000000010': expected a map of keys"],
    ],
    [
      "numbers:\n  '100000000000010': { brakes: {} }\n  '100000000000020': { numbers: {} }\n",
      [
        "policy.yaml:2:24 error: unknown key 'brakes' (did you mean 'brake'?)",
        "policy.yaml:3:24 error: unknown key 'numbers'",
      ],
    ],
    [
      "numbers:\n  '100000000000010':\n    actions: { cooldwn: { at: 3 } }\n    brake: { min_blocks: -1 }\n",
      [
        "policy.yaml:3:16 error: unknown key 'cooldwn' (did you mean 'cooldown'?)",
        "policy.yaml:4:26 error: 'min_blocks': must be at least 0",
      ],
    ],
    [
      'numbers:\n  shop: {}\n  1234: {}\n  030 1234567: {}\n  __proto__: {}\n',
      [
        "policy.yaml:2:3 error: 'shop' is neither a phone number id nor a phone number with its country code",
        "policy.yaml:3:3 error: '1234' is neither a phone number id nor a phone number with its country code",
        "policy.yaml:4:3 error: '030 1234567' has no country code; write it as +49 30 …",
        "policy.yaml:5:3 error: '__proto__' is neither a phone number id nor a phone number with its country code",
      ],
    ],
    [
      "numbers:\n  '+49 30 1234567': {}\n  '0049301234567': {}\n",
      [
        "policy.yaml:3:3 error: '0049301234567' is the same number as '+49 30 1234567'; only one would be used",
      ],
    ],
    [
      "numbers:\n  '100000000000010': {}\n  '100000000000010': {}\n",
      ["policy.yaml:3:3 error: '100000000000010' is given in line 2 already; only one would be used"],
    ],
    [
      "numbers:\n  '100000000000010':\n    actions: { flag: { at: 9 } }\n",
      ['policy.yaml:3:14 error: cooldown starts at 8, below flag at 9'],
    ],
    [
      "actions: { cooldown: { at: 15 } }\nnumbers:\n  '100000000000010':\n    actions: { block: { at: 10 } }\n",
      ['policy.yaml:4:29 error: block starts at 10, below cooldown at 15'],
    ],
    [
      "numbers:\n  '100000000000010':\n    actions: { cooldown: { ladder: [6h, 1h] } }\n",
      [
        'policy.yaml:3:41 error: the ladder gets shorter: a repeat would be punished less than the offence before it',
      ],
    ],
    [
      // What is wrong for all is not said again for a number.
      "actions: { flag: { at: 9 } }\nnumbers:\n  '100000000000010': { actions: { block: { at: 7 } } }\n",
      [
        'policy.yaml:1:10 error: cooldown starts at 8, below flag at 9',
        'policy.yaml:3:48 error: block starts at 7, below cooldown at 8',
      ],
    ],
    [
      "brake: { min_blocks: -1 }\nnumbers:\n  '100000000000010': { brake: { min_blocks: -2 } }\n  x: {}\n",
      [
        "policy.yaml:1:22 error: 'min_blocks': must be at least 0",
        "policy.yaml:3:45 error: 'min_blocks': must be at least 0",
        "policy.yaml:4:3 error: 'x' is neither a phone number id nor a phone number with its country code",
      ],
    ],
    [
      "numbers:\n  '100000000000010':\n    protect: { senders: lists/nope.txt, staff: [01512345678] }\n",
      [
        "policy.yaml:3:25 error: there is no list 'lists/nope.txt'; lists are .txt files",
        "policy.yaml:3:49 error: '01512345678' has no country code; write it as +49 151 …",
      ],
    ],
  ])('%j is refused', (text, expected) => {
    expect(load(text)).toEqual(expected);
  });

  it('the example of the shipped policy.yaml means what it says', () => {
    const shipped = readFileSync(join(import.meta.dirname, '../../rules/policy.yaml'), 'utf8');
    const text = shipped.replace(/^# numbers:[^]*$/m, (example) => example.replaceAll(/^# /gm, ''));
    expect(text).not.toBe(shipped);
    const [own, base] = loadFor(LINE, text, { 'lists/protected.txt': '', 'lists/customers.txt': '' });
    expect(own).toEqual({ ...base, cooldownAt: 12, blockAt: 30 });
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
