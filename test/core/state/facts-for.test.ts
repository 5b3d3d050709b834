import { expect, it } from '@jest/globals';
import { NO_PLAN } from '../../../src/core/facts.ts';
import { factsFor } from '../../../src/core/state/facts-for.ts';
import { EMPTY_STATE } from '../../../src/core/state/sender-state.ts';
import { message, NOON, policy, sender } from '../builders.ts';

const seen = (key: string) => ({
  key,
  at: NOON / 1000,
  fold: 0,
  text: false,
  values: [],
  mark: 'undecided' as const,
});
const state = { ...EMPTY_STATE, total: 21, firstAt: NOON / 1000 - 8 * 86_400, seen: [seen('m1')] };
const ask = { message: message(), key: 'm1', plan: NO_PLAN, policy: policy(), strikes: 0 };

it('the facts of a message tell what was seen and how well the sender is known by the policy', () => {
  expect(factsFor(state, ask)).toMatchObject({ messagesSeen: 20, activeStrikes: 0, trust: 'regular' });
  expect(factsFor(state, { ...ask, strikes: 2 })).toMatchObject({ activeStrikes: 2, trust: 'known' });
  const customers = new Set([sender().phone ?? '']);
  expect(factsFor(state, { ...ask, policy: policy({ customers }) })).toMatchObject({ trust: 'customer' });
});

it('a message the state does not know has none', () => {
  expect(factsFor(state, { ...ask, key: 'other' })).toBeNull();
});
