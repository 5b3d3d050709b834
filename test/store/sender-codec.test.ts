import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ValueKind } from '../../src/core/facts.ts';
import type { Observation } from '../../src/core/state/sender-state.ts';
import { EMPTY_STATE } from '../../src/core/state/sender-state.ts';
import { decodeState, encodeObservations, messageKey } from '../../src/store/sender-codec.ts';

const header = (total: number, firstAt: number, floorAt: number): Buffer => {
  const bytes = Buffer.alloc(12);
  for (const [index, value] of [total, firstAt, floorAt].entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
};
const key = fc.string({ minLength: 1 }).map(messageKey);
const u32 = fc.nat(2 ** 32 - 1);
const observation: fc.Arbitrary<Omit<Observation, 'senderId'>> = fc.record({
  key,
  at: u32,
  fold: u32,
  text: fc.boolean(),
  values: fc.array(
    fc.record({
      of: fc.constantFrom<ValueKind>('links', 'phones'),
      hash: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    }),
    { maxLength: 16 },
  ),
});

describe('sender state in Redis', () => {
  it('reads back whatever is observed', () => {
    fc.assert(
      fc.property(fc.array(observation, { maxLength: 30 }), (observations) => {
        const state = decodeState(Buffer.concat([header(7, 5, 3), encodeObservations(observations)]));
        const seen = observations.map((one) => ({ ...one, mark: 'undecided' }));
        expect(state).toEqual({ total: 7, firstAt: 5, floorAt: 3, seen });
      }),
    );
  });

  it('takes 17 bytes a message, and 17 more for up to four links and phone numbers', () => {
    const sized = (count: number): number => {
      const values = Array.from({ length: count }, (_, n) => ({ of: 'links' as const, hash: n + 1 }));
      return encodeObservations([{ key: messageKey('m'), at: 1, fold: 1, text: true, values }]).length;
    };
    expect([0, 1, 4, 5, 16].map(sized)).toEqual([17, 34, 34, 51, 85]);
  });

  it('reads what was stored before there were kinds and values', () => {
    const stored = Buffer.concat([
      header(2, 1_800_000_000, 0),
      Buffer.from('0102030405060708' + '6b49d200' + '0000002a' + '00', 'hex'),
      Buffer.from('1112131415161718' + '6b49d201' + '00000000' + '05', 'hex'),
    ]);
    const known = { text: false, values: [] };
    expect(decodeState(stored)).toEqual({
      total: 2,
      firstAt: 1_800_000_000,
      floorAt: 0,
      seen: [
        { key: '\x01\x02\x03\x04\x05\x06\x07\x08', at: 1_800_000_000, fold: 42, mark: 'undecided', ...known },
        { key: '\x11\x12\x13\x14\x15\x16\x17\x18', at: 1_800_000_001, fold: 0, mark: 'block', ...known },
      ],
    });
  });

  it('reads nothing out of nothing', () => {
    expect(decodeState(null)).toBe(EMPTY_STATE);
    expect(decodeState(Buffer.alloc(3))).toBe(EMPTY_STATE);
  });
});
