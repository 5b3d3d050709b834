import type { Episode, LedgerEntry } from './entry.ts';
import { deadlineAfter, newEntry } from './entry.ts';
import { isWanted } from './next-action.ts';
import { withoutStrike } from './strikes.ts';

/** Episodes an operator opened have an id of this kind; they are no offence and leave no strike. */
const OPERATOR_EPISODE = 'operator:';
const REASONS_KEPT = 10;

/** A worker learns of a new protection within this time; until then no message opens an episode. */
export const PROTECTION_PICKUP_MS = 2_000;

/** Somebody asked for this block by name, from the start or later. */
export const isByHand = (episode: Episode): boolean => episode.byHand === true || isOperatorEpisode(episode);

export const isOperatorEpisode = (episode: Episode): boolean => episode.id.startsWith(OPERATOR_EPISODE);

/** What an operator begins; `until` null = for good. */
export const operatorEpisode = (until: number | null, reason: string, now: number): Episode => ({
  id: `${OPERATOR_EPISODE}${now}`,
  startedAt: now,
  action: until === null ? 'block' : 'cooldown',
  rules: [],
  reasons: [reason],
  rulesetHash: '',
  evidence: 0,
  settledAt: null,
});

/** `nothing`: not blocked and nobody wants it · `foreign`: blocked by somebody else, left alone. */
export type OperatorResult =
  { kind: 'changed'; entry: LedgerEntry } | { kind: 'nothing' } | { kind: 'foreign' };

/**
 * An operator ends the block. It counts as a mistake, so the episode's strike goes, unless `keepStrike`. What the sender wrote
 * until now never starts another episode. A foreign block is taken over and lifted only with `takeForeign`.
 */
export function lift(
  entry: LedgerEntry,
  options: { keepStrike: boolean; takeForeign: boolean },
  now: number,
): OperatorResult {
  if (entry.owner === 'foreign' && !options.takeForeign) return { kind: 'foreign' };
  const idle = entry.desired.kind === 'none' && entry.actual === 'absent' && entry.attempt === null;
  if (idle) return { kind: 'nothing' };
  return {
    kind: 'changed',
    entry: {
      ...(options.keepStrike ? entry : withoutStrike(entry)),
      owner: 'ours',
      desired: { kind: 'none' },
      episode: null,
      held: null,
      refused: null,
      misnamed: [],
      failures: 0,
      nextAttemptAt: now,
      endedAt: Math.max(entry.endedAt, now),
    },
  };
}

/** Lifts what stands against a sender who is protected from now on. Workers that do not know it yet open no new episode meanwhile. */
export function protect(entry: LedgerEntry, now: number): OperatorResult {
  const lifted = lift(entry, { keepStrike: false, takeForeign: false }, now);
  if (lifted.kind === 'foreign') return lifted;
  const known = lifted.kind === 'changed' ? lifted.entry : entry;
  return { kind: 'changed', entry: { ...known, endedAt: now + PROTECTION_PICKUP_MS } };
}

export interface OperatorBlock {
  sender: { id: string; phone: string | null; userId: string | null };
  /** When it is to end, ms; null = for good. */
  until: number | null;
  reason: string;
  /** The sender's last message, ms; null when nothing is known: then Meta is asked, who answers whether the window is open. */
  lastInboundAt: number | null;
}

/**
 * An operator wants the sender blocked. Replaces the end of a block that stands already (it may come sooner or later) and lets go
 * what was held or refused. Never `nothing`.
 */
export function add(before: LedgerEntry | null, block: OperatorBlock, now: number): OperatorResult {
  const entry = before ?? newEntry(block.sender);
  if (entry.owner === 'foreign') return { kind: 'foreign' };
  const { until, reason } = block;
  const lastInboundAt = Math.max(entry.lastInboundAt, block.lastInboundAt ?? 0);
  const episode: Episode =
    isWanted(entry, now) && entry.episode !== null
      ? { ...entry.episode, reasons: [...entry.episode.reasons, reason].slice(-REASONS_KEPT), byHand: true }
      : operatorEpisode(until, reason, now);
  return {
    kind: 'changed',
    entry: {
      ...entry,
      phone: entry.phone ?? block.sender.phone,
      userId: entry.userId ?? block.sender.userId,
      desired: until === null ? { kind: 'permanent' } : { kind: 'until', at: until },
      held: null,
      refused: null,
      misnamed: [],
      lastInboundAt,
      deadlineAt: deadlineAfter(lastInboundAt === 0 ? now : lastInboundAt),
      nextAttemptAt: now,
      failures: 0,
      episode,
    },
  };
}
