import type { BrakeState } from '../core/brake.ts';
import { NO_BRAKE } from '../core/brake.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import { forgetAt, nextAction } from '../core/ledger/next-action.ts';

/** Revisioned JSON as Redis holds it: `<revision>|<json>`, so that scripts compare revisions without parsing. */
export function encodeRevisioned(value: { revision: number }): string {
  const revision = value.revision + 1;
  return `${revision}|${JSON.stringify({ ...value, revision })}`;
}

function decodeRevisioned(raw: Buffer | string | null): unknown {
  if (raw === null) return null;
  const text = raw.toString();
  return JSON.parse(text.slice(text.indexOf('|') + 1));
}

// Only Cordon writes these keys, so what comes back is what went in.
export const decodeEntry = (raw: Buffer | string | null): LedgerEntry | null =>
  decodeRevisioned(raw) as LedgerEntry | null;
/** Members an older Cordon did not write are as if nothing had happened yet. */
export const decodeBrake = (raw: Buffer | string | null): BrakeState => ({
  ...NO_BRAKE,
  ...(decodeRevisioned(raw) as Partial<BrakeState> | null),
});

/** Added to the deadline of a block that may be made at once, it keeps these apart from, and below, every instant. */
const DUE_BLOCKS = -1e15;

/**
 * An entry's place in the index: blocks that may be made now by their deadline, below zero; everything else at the instant of its next
 * action. So a backlog of blocks is served nearest deadline first, and hides no lift.
 */
function indexScore(entry: LedgerEntry, now: number): string {
  const { kind, at } = nextAction(entry, now);
  if (at === Infinity) return '+inf';
  return String(kind === 'block' && at <= now ? DUE_BLOCKS + entry.deadlineAt : at);
}

/** The script arguments that store one entry: JSON, revision expected, score, ttl ms. Entries that owe nothing leave the index and expire. */
export function entryArgs(entry: LedgerEntry, now: number): [string, string, string, string] {
  const forget = forgetAt(entry, now);
  return [
    encodeRevisioned(entry),
    String(entry.revision),
    indexScore(entry, now),
    forget === Infinity ? '' : String(Math.ceil(forget - now)),
  ];
}
