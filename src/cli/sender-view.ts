import type { AuditLine } from '../core/audit.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { SenderState } from '../core/state/sender-state.ts';
import { readAudit } from '../store/audit-store.ts';
import { findEntries, readSenderState } from '../store/find-entries.ts';
import type { Attached } from './attach.ts';

/** What one number remembers of one sender id. */
export interface SenderAtNumber {
  phoneNumberId: string;
  senderId: string;
  /** null when forgotten, or never seen. */
  state: SenderState | null;
  entry: LedgerEntry | null;
  /** The latest audit lines about them, newest first. */
  recent: AuditLine[];
}

export interface SenderView {
  found: SenderAtNumber[];
  /** False when closed ledger rows were searched only in part. */
  whole: boolean;
}

/** Everything remembered of the person known by `name` (phone digits or BSUID) at these numbers. */
export async function readSender(
  cordon: Attached,
  numbers: readonly string[],
  name: string,
  recentLines: number,
): Promise<SenderView> {
  const view: SenderView = { found: [], whole: true };
  for (const phoneNumberId of numbers) {
    const { entries, whole } = await findEntries(cordon, phoneNumberId, [name], { closed: true });
    view.whole &&= whole;
    const ids = new Set([name, ...entries.map(({ senderId }) => senderId)]);
    const recent = await recentOf(cordon, phoneNumberId, ids, recentLines);
    for (const senderId of ids) {
      const state = await readSenderState(cordon.redis, cordon.keys, phoneNumberId, senderId);
      const entry = entries.find((one) => one.senderId === senderId) ?? null;
      const own = recent.filter((line) => line.senderId === senderId);
      if (state === null && entry === null && own.length === 0) continue;
      view.found.push({ phoneNumberId, senderId, state, entry, recent: own });
    }
  }
  return view;
}

async function recentOf(
  { redis, keys }: Attached,
  phoneNumberId: string,
  ids: ReadonlySet<string>,
  limit: number,
): Promise<AuditLine[]> {
  const lines: AuditLine[] = [];
  if (limit === 0) return lines;
  for await (const { line } of readAudit(redis, keys, phoneNumberId, 0)) {
    if (ids.has(line.senderId) && lines.push(line) >= limit) break;
  }
  return lines;
}

/** When the sender's latest remembered message was written, ms. */
export function lastSeenAt({ seen, firstAt }: SenderState): number {
  return seen.reduce((latest, { at }) => Math.max(latest, at), firstAt) * 1000;
}
