import type { Redis } from 'ioredis';
import type { AuditLine } from '../core/audit.ts';
import type { Keys } from './keys.ts';
import { AUDIT_MAX } from './keys.ts';

const PAGE = 1_000;

export interface AuditRow {
  /** When Redis took the line, ms. */
  storedAt: number;
  line: AuditLine;
}

/** A number's audit lines since `from` (ms), newest first. They are about AUDIT_MAX at most. */
export async function* readAudit(
  redis: Redis,
  keys: Keys,
  phoneNumberId: string,
  from: number,
): AsyncGenerator<AuditRow> {
  let end = '+';
  for (;;) {
    const rows = await redis.xrevrange(`${keys.base(phoneNumberId)}:audit`, end, from, 'COUNT', PAGE);
    for (const [id, fields] of rows) {
      // Only Cordon writes this stream.
      yield { storedAt: Number.parseInt(id, 10), line: JSON.parse(fields[1] ?? 'null') as AuditLine };
    }
    const last = rows.at(-1)?.[0];
    if (last === undefined || rows.length < PAGE) return;
    end = `(${last}`;
  }
}

/**
 * When the oldest line still kept was stored, ms, if the stream is so long that older ones gave way; null when it is whole.
 * Trimming is approximate and never below AUDIT_MAX.
 */
export async function auditCutAt(redis: Redis, keys: Keys, phoneNumberId: string): Promise<number | null> {
  const key = `${keys.base(phoneNumberId)}:audit`;
  if ((await redis.xlen(key)) < AUDIT_MAX) return null;
  const [row] = await redis.xrange(key, '-', '+', 'COUNT', 1);
  return row === undefined ? null : Number.parseInt(row[0], 10);
}
