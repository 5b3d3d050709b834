import { describe, expect, it } from '@jest/globals';
import { phoneAddress } from '../../src/simulator/address.ts';
import type { Address } from '../../src/simulator/address.ts';
import { People } from '../../src/simulator/people.ts';

const DAY = 24 * 60 * 60 * 1000;
const bsuid = (userId: string): Address => ({ kind: 'user', input: userId, userId });
const keyOf = (people: People, address: Address): string => {
  const key = people.keyOf(address);
  if (key === undefined) throw new Error('unreachable');
  return key;
};

describe('who is who', () => {
  it('takes a phone and a BSUID for two people until they are linked', () => {
    const people = new People(false, 100);
    expect(keyOf(people, bsuid('US.1'))).not.toBe(keyOf(people, phoneAddress('+15550100123')));
    people.link({ phone: '15550100123', userId: 'US.1' });
    expect(keyOf(people, bsuid('US.1'))).toBe(keyOf(people, phoneAddress('15550100123')));
    expect(people.identityOf(keyOf(people, bsuid('US.1')))).toEqual({ waId: '15550100123', userId: 'US.1' });
  });

  it('lets the latest link win on both sides', () => {
    const people = new People(false, 100);
    people.link({ phone: '15550100123', userId: 'US.1' });
    people.link({ phone: '15550100124', userId: 'US.1' });
    people.link({ phone: '15550100124', userId: 'US.2' });
    expect(people.identityOf(keyOf(people, bsuid('US.1')))).toEqual({ userId: 'US.1' });
    expect(people.identityOf(keyOf(people, phoneAddress('15550100123')))).toEqual({ waId: '15550100123' });
    expect(people.identityOf(keyOf(people, bsuid('US.2')))).toEqual({ waId: '15550100124', userId: 'US.2' });
  });

  it('knows numbers whose WhatsApp id is written differently', () => {
    const people = new People(false, 100);
    people.link({ phone: '5511987654321', waId: '551187654321' });
    expect(people.waIdOf('5511987654321')).toBe('551187654321');
    expect(keyOf(people, phoneAddress('+5511987654321'))).toBe(keyOf(people, phoneAddress('551187654321')));
  });

  it('has no key for a number that cannot exist', () => {
    expect(new People(false, 100).keyOf(phoneAddress('+1999'))).toBeUndefined();
  });
});

describe('the 24-hour window', () => {
  it.each([
    { strict: false, inWindow: true },
    { strict: true, inWindow: false },
  ])('of people nobody noted is open: $inWindow (strict: $strict)', ({ strict, inWindow }) => {
    expect(new People(strict, 100).inWindow('p:1', 5 * DAY)).toBe(inWindow);
  });

  it.each([
    [0, true],
    [DAY - 1, true],
    [DAY, false],
    [3 * DAY, false],
  ])('%d ms after the last message is open: %s, strict or not', (later, expected) => {
    for (const strict of [true, false]) {
      const people = new People(strict, 100);
      people.noteInbound('p:1', 1000);
      expect(people.inWindow('p:1', 1000 + later)).toBe(expected);
    }
  });

  it('counts the latest message, whatever the order of the notes', () => {
    const people = new People(true, 100);
    people.noteInbound('p:1', DAY);
    people.noteInbound('p:1', 0);
    expect(people.inWindow('p:1', 2 * DAY - 1)).toBe(true);
  });

  it('of a BSUID carries over when its phone becomes known', () => {
    const people = new People(true, 100);
    people.noteInbound(keyOf(people, bsuid('US.1')), DAY);
    const { from, to } = people.link({ phone: '15550100123', userId: 'US.1' });
    expect({ from, to }).toEqual({ from: ['u:US.1'], to: 'p:15550100123' });
    expect(people.inWindow(to, DAY + 1)).toBe(true);
  });

  it('is remembered for a bounded number of people, the newest', () => {
    const people = new People(true, 2);
    for (const key of ['p:1', 'p:2', 'p:1', 'p:3']) people.noteInbound(key, 0);
    expect(people.noted).toBe(2);
    expect(['p:1', 'p:2', 'p:3'].map((key) => people.inWindow(key, 1))).toEqual([true, false, true]);
  });
});
