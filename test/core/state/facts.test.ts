import { describe, expect, it } from '@jest/globals';
import type { FactPlan } from '../../../src/core/facts.ts';
import { factPlan } from '../../../src/core/facts.ts';
import { factsOf } from '../../../src/core/state/facts.ts';
import type { SeenMessage, SenderState } from '../../../src/core/state/sender-state.ts';

const WINDOW_S = 30;
const plan: FactPlan = { rate: [WINDOW_S * 1000], duplicate: [WINDOW_S * 1000] };

/** Messages as they were observed: `at` seconds, or [at, fold]. */
function state(...messages: (number | [at: number, fold: number])[]): SenderState {
  const seen = messages.map((given, index): SeenMessage => {
    const [at, fold] = typeof given === 'number' ? [given, 0] : given;
    return { key: `m${index}`, at, fold, mark: 'undecided' };
  });
  return { total: seen.length, firstAt: seen[0]?.at ?? 0, floorAt: 0, seen };
}
const rate = (of: SenderState, index: number): number | undefined =>
  factsOf(of, `m${index}`, plan)?.rate.get(WINDOW_S * 1000);
const duplicate = (of: SenderState, index: number): number | undefined =>
  factsOf(of, `m${index}`, plan)?.duplicate.get(WINDOW_S * 1000);

describe('the rate of a sender', () => {
  it.each<[string, number[], number[]]>([
    ['counts the message itself', [100], [1]],
    ['counts those before it', [100, 101, 102], [1, 2, 3]],
    ['counts messages of the same second', [100, 100, 100], [1, 2, 3]],
    ['two messages exactly a window apart never share one', [100, 130], [1, 1]],
    ['a second less and they do', [100, 129], [1, 2]],
    ['forgets what the window left behind', [100, 110, 135], [1, 2, 2]],
    ['a late arrival counts with those before and after it', [100, 120, 110], [1, 2, 3]],
    [
      'a late arrival between two bursts takes the fuller window, not both',
      [100, 140, 141, 120],
      [1, 1, 2, 3],
    ],
    ['a late arrival at the very edge of a window is outside it', [130, 131, 100], [1, 2, 1]],
    ['a late arrival of the same second as another', [100, 120, 100], [1, 2, 3]],
    ['arrivals in reverse order count alike', [102, 101, 100], [1, 2, 3]],
  ])('%s', (_, times, counts) => {
    const of = state(...times);
    expect(times.map((_at, index) => rate(of, index))).toEqual(counts);
  });

  it('does not know of messages observed later, so that judging again gives the same', () => {
    const before = state(100, 101);
    const after = state(100, 101, 102, 99);
    expect(rate(after, 1)).toBe(rate(before, 1));
    expect(factsOf(after, 'm1', plan)).toEqual(factsOf(before, 'm1', plan));
  });
});

describe('duplicates of a sender', () => {
  it.each<[string, [number, number][], number[]]>([
    [
      'counts the same text only',
      [
        [100, 7],
        [101, 8],
        [102, 7],
      ],
      [1, 1, 2],
    ],
    [
      'messages without anything to compare are alone',
      [
        [100, 0],
        [101, 0],
      ],
      [1, 1],
    ],
    [
      'within the window only',
      [
        [100, 7],
        [130, 7],
      ],
      [1, 1],
    ],
    [
      'also when they arrive late',
      [
        [100, 7],
        [120, 7],
        [110, 7],
      ],
      [1, 2, 3],
    ],
  ])('%s', (_, messages, counts) => {
    const of = state(...messages);
    expect(messages.map((_given, index) => duplicate(of, index))).toEqual(counts);
  });
});

describe('what is known of a sender', () => {
  it('messages seen before this one, forgotten ones included', () => {
    const of = { ...state(100, 101, 102), total: 5_000 };
    expect([0, 1, 2].map((index) => factsOf(of, `m${index}`, plan)?.messagesSeen)).toEqual([
      4_997, 4_998, 4_999,
    ]);
  });

  it('the time of the first message, in ms', () => {
    expect(factsOf({ ...state(100, 101), firstAt: 42 }, 'm1', plan)?.firstSeenAt).toBe(42_000);
  });

  it('nothing of a message the state does not know', () => {
    expect(factsOf(state(100), 'other', plan)).toBeNull();
  });

  it('several windows at once', () => {
    const facts = factsOf(state(100, 150, 155), 'm2', { rate: [10_000, 60_000], duplicate: [] });
    expect([...(facts?.rate ?? [])]).toEqual([
      [10_000, 2],
      [60_000, 3],
    ]);
    expect(facts?.duplicate.size).toBe(0);
  });
});

describe('factPlan', () => {
  it('holds every window once, ascending, by kind', () => {
    const plan = factPlan([
      { kind: 'rate', withinMs: 60_000 },
      { kind: 'duplicate', withinMs: 60_000 },
      { kind: 'rate', withinMs: 5_000 },
      { kind: 'rate', withinMs: 60_000 },
    ]);
    expect(plan).toEqual({ rate: [5_000, 60_000], duplicate: [60_000] });
  });
});
