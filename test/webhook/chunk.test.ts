import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Envelope } from '../../src/core/message.ts';
import { CHUNK_LIMITS, cutChunks, sizeOf, type Lot } from '../../src/webhook/chunk.ts';

const envelope = (text: string): Envelope => ({ channel: 'messages', message: { text }, contact: null });
const lot = (envelopes: Envelope[]): Lot => ({
  phoneNumberId: '1',
  displayPhoneNumber: '2',
  receivedAt: 3,
  envelopes,
  sizes: envelopes.map(sizeOf),
});

describe('cutChunks', () => {
  it('makes one chunk of a small lot, with the lot’s head', () => {
    const envelopes = [envelope('a'), envelope('b')];
    expect(cutChunks(lot(envelopes))).toEqual([
      { phoneNumberId: '1', displayPhoneNumber: '2', receivedAt: 3, envelopes },
    ]);
  });

  it('makes none of an empty lot', () => {
    expect(cutChunks(lot([]))).toEqual([]);
  });

  it('lets an envelope larger than a chunk travel alone', () => {
    const large = envelope('x'.repeat(CHUNK_LIMITS.maxBytes));
    const sizes = cutChunks(lot([envelope('a'), large, envelope('b')])).map(
      (chunk) => chunk.envelopes.length,
    );
    expect(sizes).toEqual([1, 1, 1]);
  });

  it('keeps every envelope once, in order, within both limits', () => {
    const limits = { maxEnvelopes: 5, maxBytes: 400 };
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 300, unit: 'binary' })), (texts) => {
        const envelopes = texts.map(envelope);
        const chunks = cutChunks(lot(envelopes), limits);
        expect(chunks.flatMap((chunk) => chunk.envelopes)).toEqual(envelopes);
        for (const chunk of chunks) {
          const bytes = Buffer.byteLength(JSON.stringify(chunk.envelopes));
          expect(chunk.envelopes.length).toBeLessThanOrEqual(limits.maxEnvelopes);
          if (chunk.envelopes.length > 1) expect(bytes).toBeLessThanOrEqual(limits.maxBytes + 2);
        }
      }),
    );
  });
});
