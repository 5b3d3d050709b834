import { describe, expect, it } from '@jest/globals';
import type { SeenMessage, SenderState } from '../../../src/core/state/sender-state.ts';
import {
  decideMarks,
  EMPTY_STATE,
  observe,
  SEEN_KEPT_S,
  SEEN_MAX,
} from '../../../src/core/state/sender-state.ts';

const NOW_S = 1_800_000_000;
const said = (key: string, at = NOW_S, fold = 0): Omit<SeenMessage, 'mark'> => ({
  key,
  at,
  fold,
  text: false,
  values: [],
});
const keys = (state: SenderState): string[] => state.seen.map(({ key }) => key);

describe('observe', () => {
  it('remembers messages in the order they were first observed, whatever their own times', () => {
    const state = observe(EMPTY_STATE, [said('b', NOW_S), said('a', NOW_S - 10)], NOW_S);
    expect(state).toEqual({
      total: 2,
      firstAt: NOW_S,
      floorAt: 0,
      seen: [
        { ...said('b'), mark: 'undecided' },
        { ...said('a', NOW_S - 10), mark: 'undecided' },
      ],
    });
  });

  it('repeating it changes nothing, also after the messages were decided and beside new ones', () => {
    const once = observe(EMPTY_STATE, [said('a'), said('b')], NOW_S);
    expect(observe(once, [said('b'), said('a')], NOW_S)).toBe(once);
    const decided = decideMarks(once, new Map([['a', 'block']]));
    const more = observe(decided ?? EMPTY_STATE, [said('a'), said('c'), said('c')], NOW_S);
    expect(more.seen.map(({ key, mark }) => [key, mark])).toEqual([
      ['a', 'block'],
      ['b', 'undecided'],
      ['c', 'undecided'],
    ]);
    expect(more.total).toBe(3);
  });

  it('forgets from the front what is older than 26 hours, and only when something new came', () => {
    const old = observe(EMPTY_STATE, [said('a', NOW_S), said('b', NOW_S + 5), said('c', NOW_S + 1)], NOW_S);
    const later = NOW_S + SEEN_KEPT_S;
    expect(observe(old, [said('a', NOW_S)], later + 100)).toBe(old);
    expect(keys(observe(old, [said('d', later)], later))).toEqual(['a', 'b', 'c', 'd']);
    const after = observe(old, [said('d', later)], later + 2);
    // c is too old as well, but behind b: keeping it is harmless, and trimming stays a cut at the front.
    expect(keys(after)).toEqual(['b', 'c', 'd']);
    expect(after).toMatchObject({ total: 4, firstAt: NOW_S, floorAt: 0 });
  });

  it('a sender who comes back after everything was forgotten starts an empty memory with the old totals', () => {
    const old = observe(EMPTY_STATE, [said('a'), said('b')], NOW_S);
    const after = observe(old, [said('c', NOW_S + 90 * 86_400)], NOW_S + 90 * 86_400);
    expect(keys(after)).toEqual(['c']);
    expect(after).toMatchObject({ total: 3, firstAt: NOW_S });
  });

  it('keeps 2,048 messages; what is older than those forgotten counts as late', () => {
    const flood = Array.from({ length: SEEN_MAX + 3 }, (_, n) => said(`m${n}`, NOW_S + n));
    const state = observe(EMPTY_STATE, flood, NOW_S);
    expect(state.seen).toHaveLength(SEEN_MAX);
    expect(state).toMatchObject({ total: SEEN_MAX + 3, floorAt: NOW_S + 2 });
    expect(observe(state, [said('m0', NOW_S), said('never seen', NOW_S + 1)], NOW_S)).toBe(state);
    expect(keys(observe(state, [said('younger', NOW_S + 3)], NOW_S)).at(-1)).toBe('younger');
  });

  it('the floor never sinks', () => {
    const flood = Array.from({ length: SEEN_MAX + 1 }, (_, n) => said(`m${n}`, NOW_S + 100));
    const state = observe(EMPTY_STATE, flood, NOW_S);
    expect(state.floorAt).toBe(NOW_S + 100);
    const more = observe({ ...state, floorAt: NOW_S + 200 }, [said('x', NOW_S + 300)], NOW_S);
    expect(more.floorAt).toBe(NOW_S + 200);
  });
});

describe('decideMarks', () => {
  const state = observe(EMPTY_STATE, [said('a'), said('b')], NOW_S);

  it('marks what was undecided', () => {
    const marked = decideMarks(state, new Map([['b', 'flag']]));
    expect(marked?.seen.map(({ mark }) => mark)).toEqual(['undecided', 'flag']);
  });

  it('refuses everything when one is decided already', () => {
    const marked = decideMarks(state, new Map([['b', 'flag']])) ?? EMPTY_STATE;
    expect(
      decideMarks(
        marked,
        new Map([
          ['a', 'allow'],
          ['b', 'flag'],
        ]),
      ),
    ).toBeNull();
  });

  it('skips messages that were forgotten meanwhile', () => {
    expect(decideMarks(state, new Map([['gone', 'block']]))).toEqual(state);
  });
});
