import { describe, expect, it } from '@jest/globals';
import type { Admission, BrakeCause, BrakeState } from '../../src/core/brake.ts';
import { admit, forgetHeld, NO_BRAKE, release } from '../../src/core/brake.ts';
import type { BrakePolicy } from '../../src/core/policy.ts';
import { HOUR, MINUTE, NOON, policy, SECOND } from './builders.ts';

const limits = policy().brake;
const newcomer: Admission = {
  rules: ['lures'],
  rulesetHash: 'rules-1',
  established: false,
  activeSenders: 100_000,
};
const regular: Admission = { ...newcomer, established: true };

/** Asks one after the other; returns what each was told and the state left behind. */
function ask(
  asks: readonly (Partial<Admission> & { at: number })[],
  brake: BrakePolicy = limits,
  from: BrakeState = NO_BRAKE,
): { causes: (BrakeCause | null)[]; state: BrakeState } {
  let state = from;
  const causes = asks.map(({ at, ...about }) => {
    const answer = admit(state, { ...newcomer, ...about }, brake, at);
    state = answer.state;
    return answer.trip?.cause ?? null;
  });
  return { causes, state };
}
const many = (
  count: number,
  about: Partial<Admission> & { at: number },
): (Partial<Admission> & { at: number })[] => Array.from({ length: count }, () => about);
const admitted = (causes: readonly (BrakeCause | null)[]): number =>
  causes.filter((cause) => cause === null).length;

describe('brake', () => {
  it('lets ordinary numbers of newcomers pass', () => {
    expect(admitted(ask(many(500, { at: NOON })).causes)).toBe(500);
  });

  it('holds the sixth established sender within ten minutes', () => {
    const { causes } = ask(many(6, { at: NOON, established: true }));
    expect(causes).toEqual([null, null, null, null, null, 'established_senders']);
  });

  it.each<[string, number, BrakeCause | null]>([
    ['still inside', 10 * MINUTE - SECOND, 'established_senders'],
    ['in the bucket the window cuts', 10 * MINUTE + 9 * SECOND, 'established_senders'],
    ['outside', 10 * MINUTE + 10 * SECOND, null],
  ])('counts five earlier blocks that are %s the window', (_, laterMs, cause) => {
    const { state } = ask(many(5, { at: NOON, established: true }));
    expect(admit(state, regular, limits, NOON + laterMs).trip?.cause ?? null).toBe(cause);
  });

  it('newcomers do not count as established, and pass beside them', () => {
    const { causes } = ask([
      ...many(50, { at: NOON }),
      ...many(5, { at: NOON, established: true }),
      { at: NOON },
    ]);
    expect(admitted(causes)).toBe(56);
  });

  it('holds more than the share of active senders, but only above min_blocks', () => {
    const { causes } = ask(many(40, { at: NOON, activeSenders: 50 }));
    expect(admitted(causes)).toBe(30);
    expect(causes[30]).toBe('share_of_active_senders');
    expect(admitted(ask(many(60, { at: NOON, activeSenders: 200 })).causes)).toBe(40);
  });

  it('holds what goes over the number of blocks a minute', () => {
    const brake = { ...limits, blocksPerMinute: 3 };
    expect(ask(many(4, { at: NOON }), brake).causes).toEqual([null, null, null, 'blocks_per_minute']);
    const spread = [0, 20, 40, 70].map((s) => ({ at: NOON + s * SECOND }));
    expect(admitted(ask(spread, brake).causes)).toBe(4);
  });

  it('a rule that matches everybody blocks no more of 1,000 people than the limits allow', () => {
    const everybody = Array.from({ length: 1_000 }, (_, n) => ({ at: NOON + n * 300, activeSenders: n + 1 }));
    expect(admitted(ask(everybody).causes)).toBeLessThanOrEqual(200);
    const regulars = everybody.map((one) => ({ ...one, established: true }));
    expect(admitted(ask(regulars).causes)).toBe(5);
  });

  it('stays tripped while offences go on, for newcomers too, and counts what it held', () => {
    const offences = Array.from({ length: 60 }, (_, n) => ({
      at: NOON + n * 10 * MINUTE,
      established: n < 6,
    }));
    const tripped = ask(many(6, { at: NOON, established: true })).state;
    const { causes, state } = ask(offences, limits, tripped);
    expect(admitted(causes)).toBe(0);
    expect(state.trips[0]).toMatchObject({ at: NOON, cause: 'established_senders', held: 61 });
  });

  it.each<[string, Partial<Admission>, number, BrakeCause | null]>([
    ['stays shut after less than half an hour of quiet', {}, 30 * MINUTE - 1, 'established_senders'],
    ['opens after half an hour of quiet', {}, 30 * MINUTE, null],
    ['opens when the rules were edited', { rulesetHash: 'rules-2' }, SECOND, null],
  ])('%s', (_, about, laterMs, cause) => {
    const { state } = ask(many(6, { at: NOON, established: true }));
    expect(admit(state, { ...regular, ...about }, limits, NOON + laterMs).trip?.cause ?? null).toBe(cause);
  });

  it('starts counting afresh when it opens', () => {
    const { state } = ask(many(6, { at: NOON, established: true }));
    const later = { at: NOON + SECOND, established: true, rulesetHash: 'rules-2' };
    expect(admitted(ask(many(10, later), limits, state).causes)).toBe(5);
  });

  it('names the rule that was in most of the blocks', () => {
    const { state } = ask([
      { at: NOON, established: true, rules: ['links', 'quiet'] },
      ...many(2, { at: NOON, established: true, rules: ['links', 'careless'] }),
      { at: NOON + MINUTE, established: true, rules: ['careless'] },
      { at: NOON + MINUTE, established: true, rules: ['careless', 'quiet'] },
      { at: NOON + MINUTE, established: true, rules: ['unlucky'] },
    ]);
    expect(state.trips[0]?.rule).toBe('careless');
  });

  it('names the rule at hand when nothing was admitted before', () => {
    const brake = { ...limits, establishedSenders: { count: 0, withinMs: MINUTE } };
    expect(ask([{ at: NOON, established: true, rules: ['first'] }], brake).state.trips[0]?.rule).toBe(
      'first',
    );
  });

  it('counts a held sender once, however often they offend', () => {
    const { state } = ask([
      ...many(6, { at: NOON, established: true }),
      ...many(9, { at: NOON + SECOND, established: true, again: true }),
      ...many(2, { at: NOON + MINUTE, established: true }),
    ]);
    expect(state.trips[0]).toMatchObject({ held: 3, lastHeldAt: NOON + MINUTE });
  });

  it('two versions at work at once do not release each other', () => {
    const versions = Array.from({ length: 400 }, (_, n) => ({
      at: NOON + n * SECOND,
      established: true,
      rulesetHash: n % 2 === 0 ? 'rules-1' : 'rules-2',
    }));
    const { causes, state } = ask(versions);
    // The five of the limit, and as many at most of the version that has not tripped yet.
    expect(admitted(causes)).toBeLessThanOrEqual(10);
    expect(admitted(causes.slice(20))).toBe(0);
    expect(state.trips.map(({ rulesetHash }) => rulesetHash).sort()).toEqual(['rules-1', 'rules-2']);
  });

  it('a version that is tripped does not answer for its successor, and stays tripped beside it', () => {
    const { state } = ask(many(8, { at: NOON, established: true }));
    const mended = { at: NOON + SECOND, established: true, rulesetHash: 'rules-2' };
    const after = ask(many(5, mended), limits, state);
    expect(admitted(after.causes)).toBe(5);
    expect(admit(after.state, regular, limits, NOON + 2 * SECOND).trip?.held).toBe(4);
  });

  it('keeps a bounded number of trips, the newest', () => {
    const { state } = ask(
      Array.from({ length: 200 }, (_, n) => ({
        at: NOON + n * SECOND,
        established: true,
        rulesetHash: `rules-${Math.floor(n / 10)}`,
      })),
    );
    expect(state.trips).toHaveLength(8);
    expect(state.trips.at(-1)?.rulesetHash).toBe('rules-19');
  });

  it.each<[string, string, string, number]>([
    ['its rule and version', 'lures', 'rules-1', 5],
    ['another rule', 'other', 'rules-1', 0],
    ['another version', 'lures', 'rules-2', 0],
  ])('released by %s', (_, rule, version, more) => {
    const { state } = ask(many(8, { at: NOON, established: true }));
    const released = release(state, rule, (hash) => hash === version);
    const { causes } = ask(many(10, { at: NOON + SECOND, established: true }), limits, released);
    expect(admitted(causes)).toBe(more);
  });

  it('forgets people who are held no more', () => {
    const { state } = ask(many(9, { at: NOON, established: true }));
    const held = (people: number): number | undefined =>
      forgetHeld(state, 'lures', () => true, people).trips[0]?.held;
    expect([0, 3, 4, 99].map(held)).toEqual([4, 1, 0, 0]);
    expect(forgetHeld(state, 'other', () => true, 2).trips[0]?.held).toBe(4);
  });

  it('remembers no more than its longest window', () => {
    const { state } = ask(Array.from({ length: 2_000 }, (_, n) => ({ at: NOON + n * 5 * SECOND })));
    expect(state.buckets.length).toBeLessThanOrEqual(62);
    const longer = { ...limits, establishedSenders: { count: 5, withinMs: HOUR } };
    expect(
      ask(
        Array.from({ length: 2_000 }, (_, n) => ({ at: NOON + n * 5 * SECOND })),
        longer,
      ).state.buckets.length,
    ).toBeLessThanOrEqual(362);
  });

  it('a clock that goes back a little neither loses nor hides blocks', () => {
    const { causes } = ask([
      ...many(3, { at: NOON + 30 * SECOND, established: true }),
      ...many(3, { at: NOON, established: true }),
    ]);
    expect(causes.at(-1)).toBe('established_senders');
  });
});
