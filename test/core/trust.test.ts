import { describe, expect, it } from '@jest/globals';
import type { RuleTrust, TrustLevel } from '../../src/core/trust.ts';
import { isHeldBack, TRUST_LEVELS, trustOf, trustRank } from '../../src/core/trust.ts';
import { DAY, message, NOON, policy, sender } from './builders.ts';

const history = (messagesSeen: number, days: number, activeStrikes = 0) => ({
  messagesSeen,
  firstSeenAt: NOON - days * DAY,
  activeStrikes,
});

describe('how well a number knows a sender', () => {
  it.each<[string, ReturnType<typeof history>, TrustLevel]>([
    ['nobody', history(0, 0), 'newcomer'],
    ['many messages of one day', history(500, 0.99), 'newcomer'],
    ['two messages in a year', history(2, 365), 'newcomer'],
    ['three messages, the first a day ago', history(3, 1), 'known'],
    ['twenty messages in six days', history(20, 6.99), 'known'],
    ['nineteen messages in a month', history(19, 30), 'known'],
    ['twenty messages over a week', history(20, 7), 'regular'],
    ['the same with a strike that counts', history(20, 7, 1), 'known'],
  ])('%s', (_, seen, level) => {
    expect(trustOf(message(), seen, policy())).toBe(level);
  });

  it.each([
    ['phone', { id: 'US.1', phone: '15550000009', userId: 'US.1' }],
    ['BSUID', { id: 'US.9', phone: null, userId: 'US.9' }],
  ])('customers and staff are those the policy lists by %s, whatever they did', (_, identity) => {
    const one = message({ sender: { ...sender(), ...identity } });
    const listed = new Set(['15550000009', 'US.9']);
    const bad = history(0, 0, 3);
    expect(trustOf(one, bad, policy({ customers: listed }))).toBe('customer');
    expect(trustOf(one, bad, policy({ customers: listed, protectedSenders: listed }))).toBe('staff');
    expect(trustOf(message(), bad, policy({ customers: listed, protectedSenders: listed }))).toBe('newcomer');
  });

  it('has levels that are ordered', () => {
    expect([...TRUST_LEVELS].sort((a, b) => trustRank(b) - trustRank(a))).toEqual([
      'staff',
      'customer',
      'regular',
      'known',
      'newcomer',
    ]);
  });
});

describe('a rule that says how much trust it may act against', () => {
  const against = { score: 3, then: null };
  it.each<[TrustLevel, RuleTrust, boolean]>([
    ['newcomer', 'newcomer', false],
    ['known', 'newcomer', true],
    ['regular', 'regular', false],
    ['customer', 'regular', true],
    ['customer', 'customer', false],
  ])('of a %s, up to %s: held back %s', (level, trust, held) => {
    expect(isHeldBack({ ...against, trust }, level)).toBe(held);
  });

  it('is held back with a demand alone, also of the mildest kind', () => {
    const then = { action: 'flag' as const };
    expect(isHeldBack({ score: 0, then, trust: 'regular' }, 'customer')).toBe(true);
    expect(isHeldBack({ score: -5, then, trust: 'regular' }, 'customer')).toBe(true);
  });

  it('speaks for whomever it likes', () => {
    expect(isHeldBack({ score: -5, then: null, trust: 'newcomer' }, 'customer')).toBe(false);
    expect(isHeldBack({ score: 5, then: { action: 'allow' }, trust: 'newcomer' }, 'customer')).toBe(false);
  });

  it('leaves staff to the protection, which says so in the decision', () => {
    expect(isHeldBack({ ...against, trust: 'newcomer' }, 'staff')).toBe(false);
  });
});
