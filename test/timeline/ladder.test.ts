import { describe, expect, it } from '@jest/globals';
import { activeStrikes } from '../../src/core/ledger/entry.ts';
import { hash32 } from '../../src/core/text/hash32.ts';
import { Timeline } from '../../src/timeline/timeline.ts';
import { DAY, HOUR, MINUTE, NOON, NUMBER, rulesetOf, says, SECOND } from './rig.ts';

const MIA = '15550100123';
const hours = (count: number): number[] => Array.from({ length: count }, (_, n) => (n + 1) * HOUR);

/** Strikes last ten years unless told otherwise. */
const policy = (ladder: string, more: string, strikesExpire = '3650d'): string =>
  `actions: { cooldown: { at: 8, ladder: ${ladder}, ${more}, strikes_expire: ${strikesExpire} } }`;

/** Offends at `at`, and lets the block end by itself: how long it lasted, ms; Infinity = for good. */
function lengthOf(timeline: Timeline, at: number, id?: string): number {
  const said = timeline.deliver(says('spam', at, MIA, id), at);
  const desired = said.kind === 'message' && said.effect === 'opened' ? said.entry?.desired : undefined;
  if (desired === undefined || desired.kind === 'none')
    throw new Error(`the offence at ${at} led to nothing`);
  if (desired.kind === 'permanent') return Infinity;
  timeline.advance(desired.at);
  expect(timeline.events.at(-1)).toMatchObject({ kind: 'lifted', at: desired.at });
  return desired.at - at;
}

/** So many offences, each as soon as the one before is over, until one is for good. */
function offences(policyText: string, count: number, rules?: string): { length: number; id: string }[] {
  const timeline = new Timeline({ ruleset: rulesetOf(policyText, rules), mode: 'enforce' });
  const found: { length: number; id: string }[] = [];
  let now = NOON;
  for (let n = 1; n <= count && now < Infinity; n += 1) {
    const id = `wamid.offence-${n}`;
    const length = lengthOf(timeline, now, id);
    found.push({ length, id });
    // The next whole second, as Meta tells time.
    now = Math.ceil((now + length + 1) / SECOND) * SECOND;
  }
  return found;
}

/** What the policy says, its steps, and the most jitter may make of the last one. */
const TABLE: [written: string, steps: number[], capMs: number][] = [
  ['[1h, 6h, 24h, 7d]', [HOUR, 6 * HOUR, DAY, 7 * DAY], 7 * DAY],
  ['[30m]', [30 * MINUTE], 30 * MINUTE],
  ['[1h, 1h, 2h]', [HOUR, HOUR, 2 * HOUR], 2 * HOUR],
  ['[1s, 1m, 1h, 2h, 3h, 4h, 5h, 6h, 7h, 8h, 9h]', [SECOND, MINUTE, ...hours(9)], 9 * HOUR],
  // The cap leaves room above the last step.
  ['{ base: 1h, multipliers: [1, 6, 24], cap: 7d }', [HOUR, 6 * HOUR, DAY], 7 * DAY],
  ['{ base: 1h, multipliers: [1, 6, 24] }', [HOUR, 6 * HOUR, DAY], DAY],
  [
    '{ base: 90m, multipliers: [0.5, 1, 3, 100], cap: 2d }',
    [45 * MINUTE, 90 * MINUTE, 270 * MINUTE, 2 * DAY],
    2 * DAY,
  ],
];
const twelve = (steps: readonly number[]): number[] =>
  Array.from({ length: 12 }, (_, n) => steps[Math.min(n, steps.length - 1)] ?? 0);

describe('twelve offences', () => {
  it.each(TABLE)('%s: each step, then the last one again', (written, steps) => {
    const found = offences(policy(written, 'jitter: 0%'), 12);
    expect(found.map(({ length }) => length)).toEqual(twelve(steps));
  });

  it.each(TABLE)('%s: for good after the last step', (written, steps) => {
    const found = offences(policy(written, 'jitter: 0%, after_ladder: permanent'), 12);
    expect(found.map(({ length }) => length)).toEqual([...steps, Infinity]);
  });

  it.each(TABLE)(
    '%s: longer by a jitter that comes from sender and message alone',
    (written, steps, capMs) => {
      const plain = twelve(steps);
      const found = offences(policy(written, 'jitter: 10%'), 12);
      const shaken = found.map(({ id }, n) => {
        const share = hash32(`${MIA}|${id}`) / 2 ** 32;
        return Math.min(Math.round((plain[n] ?? 0) * (1 + 0.1 * share)), capMs);
      });
      expect(found.map(({ length }) => length)).toEqual(shaken);
      expect(shaken.every((length, n) => length >= (plain[n] ?? 0))).toBe(true);
    },
  );

  it('climb a number’s own ladder where it has one', () => {
    const text = `${policy('[1h, 2h]', 'jitter: 0%')}
numbers: { '${NUMBER}': { actions: { cooldown: { ladder: [5m, 10m], after_ladder: permanent } } } }`;
    const found = offences(text, 12);
    expect(found.map(({ length }) => length)).toEqual([5 * MINUTE, 10 * MINUTE, Infinity]);
  });

  it('last the longer of the ladder’s step and what a rule names', () => {
    const rules = 'rules: [{ id: spam, score: 8, then: cooldown 3h, when: { text.words: spam } }]';
    const found = offences(policy('[1h, 6h]', 'jitter: 0%'), 3, rules);
    expect(found.map(({ length }) => length)).toEqual([3 * HOUR, 6 * HOUR, 6 * HOUR]);
  });
});

describe('an offence while a block is open', () => {
  it('is evidence: it moves no end, however long the rule would keep them out', () => {
    const rules = `rules:
  - { id: spam, score: 8, when: { text.words: spam } }
  - { id: worse, then: cooldown 7d, when: { text.words: worse } }
  - { id: worst, then: block, when: { text.words: worst } }`;
    const timeline = new Timeline({
      ruleset: rulesetOf(policy('[1h]', 'jitter: 0%'), rules),
      mode: 'enforce',
    });
    timeline.deliver(says('spam', NOON, MIA), NOON);
    // Written before the block was made, half a second later.
    for (const text of ['worse', 'worst'])
      expect(timeline.deliver(says(text, NOON, MIA), NOON + 100)).toMatchObject({
        effect: 'evidence',
        entry: { desired: { kind: 'until', at: NOON + HOUR }, strikesTotal: 1 },
      });
    timeline.advance(NOON + DAY);
    expect(timeline.events.map(({ kind, at }) => [kind, at - NOON])).toEqual([
      ['blocked', 500],
      ['lifted', HOUR],
    ]);
  });
});

describe('strikes', () => {
  const RULES = policy('[1h, 2h, 4h, 8h]', 'jitter: 0%', '10d');
  /** Offends at these times after noon; how long the last offence keeps its sender out. */
  const lastOf = (...times: readonly number[]): number => {
    const timeline = new Timeline({ ruleset: rulesetOf(RULES), mode: 'enforce' });
    return times.reduce((_, after) => lengthOf(timeline, NOON + after), 0);
  };

  it('expire one by one: the ladder goes back step by step', () => {
    expect(lastOf(0, DAY, 2 * DAY)).toBe(4 * HOUR);
    // The first is a moment from its end, and gone; the second alone is left; none is.
    expect(lastOf(0, DAY, 2 * DAY, 10 * DAY - SECOND)).toBe(8 * HOUR);
    expect(lastOf(0, DAY, 2 * DAY, 10 * DAY)).toBe(4 * HOUR);
    expect(lastOf(0, DAY, 2 * DAY, 11 * DAY - SECOND)).toBe(4 * HOUR);
    expect(lastOf(0, DAY, 2 * DAY, 11 * DAY)).toBe(2 * HOUR);
    expect(lastOf(0, DAY, 2 * DAY, 12 * DAY)).toBe(HOUR);
  });

  it('count to the last millisecond, and not at the instant itself', () => {
    const timeline = new Timeline({ ruleset: rulesetOf(RULES), mode: 'enforce' });
    lengthOf(timeline, NOON);
    const count = (at: number): number => {
      timeline.advance(at);
      const entry = timeline.entryOf(NUMBER, MIA);
      return entry === null ? -1 : activeStrikes(entry, at).length;
    };
    expect([count(NOON + 10 * DAY - 1), count(NOON + 10 * DAY)]).toEqual([1, 0]);
  });

  it('do not last longer for being joined by others', () => {
    const timeline = new Timeline({ ruleset: rulesetOf(RULES), mode: 'enforce' });
    for (const day of [0, 4, 8]) lengthOf(timeline, NOON + day * DAY);
    const ends = timeline.entryOf(NUMBER, MIA)?.strikes.map(({ expiresAt }) => expiresAt - NOON);
    expect(ends).toEqual([10 * DAY, 14 * DAY, 18 * DAY]);
  });
});
