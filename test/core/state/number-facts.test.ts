import { describe, expect, it } from '@jest/globals';
import type { FactRequest, NumberFacts } from '../../../src/core/facts.ts';
import { factKey, factPlan } from '../../../src/core/facts.ts';
import type { Observed } from '../../../src/core/state/exchange.ts';
import { MemoryState } from '../../../src/core/state/memory.ts';
import type { Observation } from '../../../src/core/state/sender-state.ts';
import { HOUR, NOON } from '../builders.ts';

const RATE: FactRequest = { kind: 'rate', of: 'messages', per: 'number', withinMs: 30_000 };
const TEXTS: FactRequest = { ...RATE, of: 'texts' };
const SURGE: FactRequest = { kind: 'surge', of: 'messages', withinMs: 600_000 };
const NEWCOMERS: FactRequest = { ...SURGE, of: 'newcomers' };
const plan = factPlan([RATE, TEXTS, SURGE, NEWCOMERS]);
const NOON_S = NOON / 1000;

let ids = 0;
/** A message by somebody of their own unless `by` says who, `at` seconds from noon. */
function said(at = 0, { by, ...more }: Partial<Observation> & { by?: string } = {}): Observation {
  ids += 1;
  const key = `m${ids}`;
  return { senderId: by ?? key, key, at: NOON_S + at, fold: 0, text: true, values: [], ...more };
}
/** What each message of a chunk saw of one count. */
const countsOf = (request: FactRequest, chunk: readonly Observation[], { number }: Observed): unknown[] =>
  chunk.map(({ key }) => number.get(key)?.counts.get(factKey(request)));
const normalOf = (request: FactRequest, facts: NumberFacts | undefined): number | undefined =>
  facts?.normals.get(factKey(request));

describe('the rate of a number', () => {
  it.each<[string, number[], number[]]>([
    ['counts everybody, in the order they came', [0, 1, 2], [1, 2, 3]],
    ['counts messages of the same second', [0, 0, 0], [1, 2, 3]],
    ['two messages exactly a window apart never share one', [0, 30], [1, 1]],
    ['a second less and they do', [0, 29], [1, 2]],
    ['forgets what the window left behind', [0, 10, 35], [1, 2, 2]],
    ['a late arrival counts with those before and after it', [0, 20, 10], [1, 2, 3]],
    ['a late arrival between two bursts takes the fuller window, not both', [0, 40, 41, 20], [1, 1, 2, 3]],
    ['a late arrival at the very edge of a window is outside it', [30, 31, 0], [1, 2, 1]],
    ['windows reach over midnight, hours and slices of ten minutes', [599, 600, 601], [1, 2, 3]],
    ['many hours late', [0, -72_000, -72_001], [1, 1, 2]],
  ])('%s', (_, times, counts) => {
    const chunk = times.map((at) => said(at));
    const whole = new MemoryState().observe(chunk, NOON, plan);
    expect(countsOf(RATE, chunk, whole)).toEqual(counts);
    const one = new MemoryState();
    expect(chunk.flatMap((each) => countsOf(RATE, [each], one.observe([each], NOON, plan)))).toEqual(counts);
  });

  it('counts texts apart; a photo sees the texts around it', () => {
    const chunk = [said(0, { text: false }), said(1), said(2, { text: false })];
    expect(countsOf(TEXTS, chunk, new MemoryState().observe(chunk, NOON, plan))).toEqual([0, 1, 1]);
  });

  it('gives the same when a chunk is observed again, and counts nothing twice', () => {
    const state = new MemoryState();
    state.observe([said(0)], NOON, plan);
    const chunk = [said(1), said(2), said(2)];
    const first = state.observe(chunk, NOON, plan);
    expect(countsOf(RATE, chunk, first)).toEqual([2, 3, 4]);
    expect(state.observe(chunk, NOON, plan).number).toEqual(first.number);
    const next = [said(3)];
    expect(countsOf(RATE, next, state.observe(next, NOON, plan))).toEqual([5]);
  });

  it('of a chunk that is observed again, sees what others brought meanwhile but not its own later messages', () => {
    const state = new MemoryState();
    const chunk = [said(1), said(2)];
    state.observe(chunk, NOON, plan);
    state.observe([said(3), said(3)], NOON, plan);
    expect(countsOf(RATE, chunk, state.observe(chunk, NOON, plan))).toEqual([3, 4]);
  });

  it('a message twice in a chunk is one', () => {
    const [twice, other] = [said(0), said(0)];
    const observed = new MemoryState().observe([twice, other, twice], NOON, plan);
    expect(countsOf(RATE, [twice, other], observed)).toEqual([1, 2]);
  });

  it('has nothing to say of a message the sender’s state refused', () => {
    const state = new MemoryState();
    state.put('old', { state: { total: 5, firstAt: 0, floorAt: NOON_S, seen: [] } });
    const late = said(-1, { by: 'old' });
    expect(state.observe([late], NOON, plan).number.size).toBe(0);
    const next = [said(0)];
    expect(countsOf(RATE, next, state.observe(next, NOON, plan))).toEqual([1]);
  });

  it('is told only when a rule asks', () => {
    expect(new MemoryState().observe([said(0)], NOON, factPlan([])).number.size).toBe(0);
  });
});

describe('newcomers', () => {
  it('are counted once each, by their first message', () => {
    const state = new MemoryState();
    const chunk = [said(0, { by: 'a' }), said(1, { by: 'a' }), said(2, { by: 'b' }), said(3, { by: 'a' })];
    expect(countsOf(NEWCOMERS, chunk, state.observe(chunk, NOON, plan))).toEqual([1, 1, 2, 2]);
    const later = [said(4, { by: 'b' }), said(4, { by: 'c' })];
    expect(countsOf(NEWCOMERS, later, state.observe(later, NOON, plan))).toEqual([2, 3]);
  });

  it('are not those who wrote before they were watched', () => {
    const state = new MemoryState();
    state.put('a', { state: { total: 5, firstAt: 1, floorAt: 0, seen: [] } });
    const chunk = [said(0, { by: 'a' })];
    expect(countsOf(NEWCOMERS, chunk, state.observe(chunk, NOON, plan))).toEqual([0]);
  });
});

describe('what is normal for a number', () => {
  /** Watched for `hours` hours; `traffic` tells each hour's messages, the newest last. */
  function watched(traffic: readonly number[]): { state: MemoryState; now: number } {
    const state = new MemoryState();
    const from = NOON - traffic.length * HOUR;
    for (const [hour, count] of traffic.entries()) {
      const now = from + hour * HOUR;
      const at = (now - NOON) / 1000;
      const chunk = Array.from({ length: count }, (_, n) => said(at + (n % 3600), { by: `regular-${n}` }));
      if (chunk.length > 0) state.observe(chunk, now, plan);
    }
    return { state, now: NOON };
  }
  function normal(traffic: readonly number[], request = SURGE): number | undefined {
    const { state, now } = watched(traffic);
    const one = said(0);
    return normalOf(request, state.observe([one], now, plan).number.get(one.key));
  }
  const hours = (count: number, each: number): number[] => Array<number>(count).fill(each);

  it('is unknown before 24 whole hours; the hour counting began in is not whole', () => {
    expect(normal([])).toBeUndefined();
    expect(normal(hours(24, 60))).toBeUndefined();
    expect(normal(hours(25, 60))).toBe(10);
  });

  it('is what nine of ten hours do not exceed, in the time of the window', () => {
    expect(normal([0, ...hours(100, 30), ...hours(11, 120)].map((n) => n + 1))).toBeCloseTo(31 / 6);
    expect(normal([1, ...hours(90, 30), ...hours(11, 120)])).toBeCloseTo(20);
  });

  it('does not mind a poisoned hour, nor two in a day', () => {
    expect(normal([...hours(22, 60), ...hours(2, 5_000), 60])).toBe(10);
  });

  it('looks a week back: what was before does not count', () => {
    expect(normal([...hours(100, 600), ...hours(168, 6)])).toBe(1);
  });

  it('does not count the hour the message is in', () => {
    const { state } = watched(hours(25, 60));
    state.observe(
      Array.from({ length: 900 }, (_, n) => said(n % 600)),
      NOON,
      plan,
    );
    const one = said(600);
    const facts = state.observe([one], NOON + 600_000, plan).number.get(one.key);
    expect(normalOf(SURGE, facts)).toBe(10);
    expect(facts?.counts.get(factKey(SURGE))).toBe(899);
  });

  it('counts an hour without messages', () => {
    expect(normal([1, ...hours(24, 0)])).toBe(0);
    expect(normal([1, ...hours(20, 0), ...hours(20, 60)])).toBe(10);
  });

  it('is its own for newcomers', () => {
    // Everybody was new in the first hour only.
    expect(normal(hours(40, 60), NEWCOMERS)).toBe(0);
  });

  it('late messages do not make a number look longer watched', () => {
    const state = new MemoryState();
    const chunk = [said(-24 * 3600), said(0)];
    const observed = state.observe(chunk, NOON, plan);
    expect(normalOf(SURGE, observed.number.get(chunk[1]?.key ?? ''))).toBeUndefined();
  });

  it('late messages count in the hours they belong to', () => {
    const { state } = watched(hours(30, 6));
    const late = Array.from({ length: 30 * 60 }, (_, n) => said(-3600 * (1 + (n % 20)) + 5));
    state.observe(late, NOON, plan);
    const one = said(0);
    const normals = state.observe([one], NOON, plan).number.get(one.key);
    expect(normalOf(SURGE, normals)).toBeGreaterThan(10);
  });
});
