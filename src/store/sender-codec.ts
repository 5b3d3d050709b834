import { createHash } from 'node:crypto';
import type { Mark, Observation, SeenMessage, SenderState, Value } from '../core/state/sender-state.ts';
import { EMPTY_STATE, NO_VALUES, VALUES_PER_RECORD } from '../core/state/sender-state.ts';

/**
 * Sender state as Redis holds it, big-endian: total, firstAt, floorAt (u32 each), then records of 17 bytes. A message: 8 bytes of
 * id hash, u32 time, u32 fold, one byte: its decided-mark and `TEXT`. Its values follow it, up to four a record (u32 each, 0 = none)
 * and one byte: `VALUES` and a bit for each that is a phone number. observe.lua and record.lua know this layout.
 */
const HEADER = 12;
const RECORD = 17;
const MARKS: readonly Mark[] = ['undecided', 'allow', 'flag', 'warn', 'cooldown', 'block'];
const MARK_BITS = 0x0f;
const TEXT = 0x40;
const VALUES = 0x80;

/** The eight bytes a message is remembered by, as a latin1 string. */
export function messageKey(messageId: string): string {
  return createHash('sha1').update(messageId).digest().toString('latin1', 0, 8);
}

export function decodeState(value: Buffer | null): SenderState {
  if (value === null || value.length < HEADER) return EMPTY_STATE;
  const seen: SeenMessage[] = [];
  for (let at = HEADER; at + RECORD <= value.length;) {
    const kind = value[at + 16] ?? 0;
    let end = at + RECORD;
    while (end + RECORD <= value.length && (value[end + 16] ?? 0) >= VALUES) end += RECORD;
    seen.push({
      key: value.toString('latin1', at, at + 8),
      at: value.readUInt32BE(at + 8),
      fold: value.readUInt32BE(at + 12),
      text: (kind & TEXT) !== 0,
      values: decodeValues(value, at + RECORD, end),
      mark: MARKS[kind & MARK_BITS] ?? 'undecided',
    });
    at = end;
  }
  return {
    total: value.readUInt32BE(0),
    firstAt: value.readUInt32BE(4),
    floorAt: value.readUInt32BE(8),
    seen,
  };
}

function decodeValues(state: Buffer, from: number, to: number): readonly Value[] {
  if (from === to) return NO_VALUES;
  const values: Value[] = [];
  for (let at = from; at < to; at += RECORD) {
    const kind = state[at + 16] ?? 0;
    for (let place = 0; place < VALUES_PER_RECORD; place += 1) {
      const hash = state.readUInt32BE(at + 4 * place);
      if (hash !== 0) values.push({ of: (kind & (1 << place)) === 0 ? 'links' : 'phones', hash });
    }
  }
  return values;
}

/** The records of new messages, as they are to be stored. */
export function encodeObservations(observations: readonly Omit<Observation, 'senderId'>[]): Buffer {
  return Buffer.concat(observations.flatMap((one) => [encodeMessage(one), ...encodeValues(one.values)]));
}

function encodeMessage({ key, at, fold, text }: Omit<Observation, 'senderId'>): Buffer {
  const record = Buffer.alloc(RECORD);
  record.write(key, 0, 8, 'latin1');
  record.writeUInt32BE(at, 8);
  record.writeUInt32BE(fold >>> 0, 12);
  record[16] = text ? TEXT : 0;
  return record;
}

function* encodeValues(values: readonly Value[]): Generator<Buffer, void> {
  for (let from = 0; from < values.length; from += VALUES_PER_RECORD) {
    const record = Buffer.alloc(RECORD);
    let kind = VALUES;
    for (const [place, { of, hash }] of values.slice(from, from + VALUES_PER_RECORD).entries()) {
      record.writeUInt32BE(hash, 4 * place);
      if (of === 'phones') kind |= 1 << place;
    }
    record[16] = kind;
    yield record;
  }
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
