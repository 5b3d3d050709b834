import type { AuditLine } from '../core/audit.ts';
import { ruleIdsOf } from '../core/audit.ts';
import type { Action } from '../core/decision.ts';
import type { Allow } from '../core/state/exchange.ts';
import { ALLOWS_MAX } from '../core/state/exchange.ts';
import { readAllowMinutes, readAllows } from '../store/allow-store.ts';
import { readAudit } from '../store/audit-store.ts';
import type { Attached } from './attach.ts';
import { newestFirst } from './newest-first.ts';

/** What of a number's record is asked for; null = any. Times in ms. */
export interface AuditQuery {
  from: number;
  to: number;
  /** Ids the sender goes by at this number. */
  senders: ReadonlySet<string> | null;
  rule: string | null;
  action: Action | null;
  /** Plain allows as well. */
  allows: boolean;
}

/** A message nothing was found in. */
export interface AllowLine {
  kind: 'allow';
  at: number;
  senderId: string;
  score: number;
}

/** So many such messages in a minute (its start), those that are kept one by one left out. */
export interface AllowsLine {
  kind: 'allows';
  at: number;
  count: number;
}

export type RecordLine = AuditLine | AllowLine | AllowsLine;

export interface Recorded {
  phoneNumberId: string;
  /** When it was written, ms. */
  at: number;
  line: RecordLine;
}

const MINUTE_MS = 60_000;

type Source = Pick<Attached, 'redis' | 'keys'>;

/** What these numbers recorded that fits, newest first. */
export function findRecords(
  source: Source,
  numbers: ReadonlyMap<string, AuditQuery>,
): AsyncGenerator<Recorded> {
  return newestFirst(
    [...numbers].flatMap(([phoneNumberId, query]) => [
      auditOf(source, phoneNumberId, query),
      ...(asksForAllows(query) ? [allowsOf(source, phoneNumberId, query)] : []),
    ]),
  );
}

/** No rule made a plain allow. */
const asksForAllows = ({ allows, rule, action }: AuditQuery): boolean =>
  allows && rule === null && (action === null || action === 'allow');

async function* auditOf(
  { redis, keys }: Source,
  phoneNumberId: string,
  { from, to, senders, rule, action }: AuditQuery,
): AsyncGenerator<Recorded> {
  for await (const { storedAt, line } of readAudit(redis, keys, phoneNumberId, from, to)) {
    if (senders !== null && !senders.has(line.senderId)) continue;
    if (rule !== null && !ruleIdsOf(line).includes(rule)) continue;
    if (action !== null && !(line.kind === 'decision' && line.action === action)) continue;
    yield { phoneNumberId, at: storedAt, line };
  }
}

async function* allowsOf(
  { redis, keys }: Source,
  phoneNumberId: string,
  { from, to, senders }: AuditQuery,
): AsyncGenerator<Recorded> {
  const kept = await readAllows(redis, keys, phoneNumberId);
  for (const { at, senderId, score } of kept) {
    if (at < from || at > to || (senders !== null && !senders.has(senderId))) continue;
    yield { phoneNumberId, at, line: { kind: 'allow', at, senderId, score } };
  }
  const oldest = kept.at(-1)?.at;
  if (senders !== null || oldest === undefined || kept.length < ALLOWS_MAX) return;
  const minutes = readAllowMinutes(redis, keys, phoneNumberId, { from, to: Math.min(to, oldest) });
  for await (const { at, count } of minutes) {
    const others = at + MINUTE_MS > oldest ? count - keptIn(kept, at) : count;
    if (others > 0) yield { phoneNumberId, at, line: { kind: 'allows', at, count: others } };
  }
}

const keptIn = (allows: readonly Allow[], minute: number): number =>
  allows.filter(({ at }) => at >= minute && at < minute + MINUTE_MS).length;
