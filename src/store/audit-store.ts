import type { Redis } from 'ioredis';
import type { AuditLine } from '../core/audit.ts';
import type { Keys } from './keys.ts';
import { AUDIT_MAX } from './keys.ts';
import { loadScript } from './script.ts';

const PAGE = 1_000;

export interface AuditRow {
  /** When Redis took the line, ms. */
  storedAt: number;
  line: AuditLine;
}

/** A number's audit lines from `from` to `to` (ms, both included; null = to the newest), newest first. They are about AUDIT_MAX at most. */
export async function* readAudit(
  redis: Redis,
  keys: Keys,
  phoneNumberId: string,
  from: number,
  to: number | null = null,
): AsyncGenerator<AuditRow> {
  let end = to === null ? '+' : String(to);
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
 * The instant (ms) since which every line is still there, if older ones gave way to newer ones or grew too old; null when the stream
 * is whole. Giving way is approximate and never begins below AUDIT_MAX lines.
 */
export async function auditCutAt(redis: Redis, keys: Keys, phoneNumberId: string): Promise<number | null> {
  const base = keys.base(phoneNumberId);
  const grownOld = Number((await redis.get(`${base}:audit-from`)) ?? 0);
  const isFull = (await redis.xlen(`${base}:audit`)) >= AUDIT_MAX;
  const [row] = isFull ? await redis.xrange(`${base}:audit`, '-', '+', 'COUNT', 1) : [];
  const gaveWay = row === undefined ? 0 : Number.parseInt(row[0], 10);
  return Math.max(grownOld, gaveWay) || null;
}

export interface AuditTrimmer {
  /** Removes what is older than `before` (ms) from a number's audit and its last allows; answers how much that was. */
  trim: (phoneNumberId: string, before: number) => Promise<{ lines: number; allows: number }>;
}

export function createAuditTrimmer(redis: Redis, keys: Keys): AuditTrimmer {
  const script = loadScript('./trim-audit.lua');
  return {
    async trim(phoneNumberId, before) {
      const answer = await script.run(redis, keys.base(phoneNumberId), [Math.max(0, Math.floor(before))]);
      const [lines, allows] = answer as [number, number];
      return { lines, allows };
    },
  };
}
