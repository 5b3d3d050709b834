import { createHash } from 'node:crypto';
import type { Mark, SeenMessage, SenderState } from '../core/state/sender-state.ts';
import { EMPTY_STATE } from '../core/state/sender-state.ts';

/**
 * Sender state as Redis holds it, big-endian: total, firstAt, floorAt (u32 each), then 17 bytes a message: 8 bytes of id hash,
 * u32 time, u32 fold, one mark byte. observe.lua and record.lua know this layout.
 */
const HEADER = 12;
const RECORD = 17;
const MARKS: readonly Mark[] = ['undecided', 'allow', 'flag', 'warn', 'cooldown', 'block'];

/** The eight bytes a message is remembered by, as a latin1 string. */
export function messageKey(messageId: string): string {
  return createHash('sha1').update(messageId).digest().toString('latin1', 0, 8);
}

export function decodeState(value: Buffer | null): SenderState {
  if (value === null || value.length < HEADER) return EMPTY_STATE;
  const seen: SeenMessage[] = [];
  for (let at = HEADER; at + RECORD <= value.length; at += RECORD) {
    seen.push({
      key: value.toString('latin1', at, at + 8),
      at: value.readUInt32BE(at + 8),
      fold: value.readUInt32BE(at + 12),
      mark: MARKS[value[at + 16] ?? 0] ?? 'undecided',
    });
  }
  return {
    total: value.readUInt32BE(0),
    firstAt: value.readUInt32BE(4),
    floorAt: value.readUInt32BE(8),
    seen,
  };
}

export function encodeObservations(
  observations: readonly { key: string; at: number; fold: number }[],
): Buffer {
  const packed = Buffer.allocUnsafe(observations.length * 16);
  observations.forEach(({ key, at, fold }, index) => {
    packed.write(key, index * 16, 8, 'latin1');
    packed.writeUInt32BE(at, index * 16 + 8);
    packed.writeUInt32BE(fold >>> 0, index * 16 + 12);
  });
  return packed;
}

export function encodeMarks(marks: ReadonlyMap<string, Mark>): Buffer {
  const packed = Buffer.allocUnsafe(marks.size * 9);
  let at = 0;
  for (const [key, mark] of marks) {
    packed.write(key, at, 8, 'latin1');
    packed[at + 8] = MARKS.indexOf(mark);
    at += 9;
  }
  return packed;
}
