import type { Chunk, Envelope } from '../core/message.ts';

/** Everything gathered for one number, with each envelope's JSON size in bytes beside it. */
export interface Lot extends Omit<Chunk, 'envelopes'> {
  envelopes: Envelope[];
  sizes: number[];
}

export interface ChunkLimits {
  maxEnvelopes: number;
  maxBytes: number;
}

/** @default 100 envelopes, 256 KB */
export const CHUNK_LIMITS: ChunkLimits = { maxEnvelopes: 100, maxBytes: 256 * 1024 };

/** Cuts a lot into chunks in order. An envelope larger than a chunk may be travels alone. */
export function cutChunks(lot: Lot, limits: ChunkLimits = CHUNK_LIMITS): Chunk[] {
  const { phoneNumberId, displayPhoneNumber, receivedAt, envelopes, sizes } = lot;
  const chunks: Chunk[] = [];
  let start = 0;
  let bytes = 0;
  const cut = (end: number): void => {
    if (end > start) {
      chunks.push({ phoneNumberId, displayPhoneNumber, receivedAt, envelopes: envelopes.slice(start, end) });
    }
    start = end;
    bytes = 0;
  };
  for (let i = 0; i < envelopes.length; i++) {
    const size = sizes[i] ?? 0;
    if (i - start >= limits.maxEnvelopes || bytes + size > limits.maxBytes) cut(i);
    bytes += size + 1;
  }
  cut(envelopes.length);
  return chunks;
}

/** JSON size of an envelope in bytes. */
export const sizeOf = (envelope: Envelope): number => Buffer.byteLength(JSON.stringify(envelope));
