import type { LedgerEntry } from '../core/ledger/entry.ts';
import { newEntry } from '../core/ledger/entry.ts';
import type { Policy } from '../core/policy.ts';
import type { Sender } from '../core/message.ts';
import type { SenderState } from '../core/state/sender-state.ts';
import { EMPTY_STATE } from '../core/state/sender-state.ts';

/** What a sender is to have done before the first message. */
export interface Past {
  messagesSeen: number;
  /** Since the first of them, ms; counts only with `messagesSeen` > 0. */
  seenForMs: number;
  /** Cooldowns and blocks that are not forgotten yet. */
  strikes: number;
}

const DAY_MS = 86_400_000;

export function pastState({ messagesSeen, seenForMs }: Past, at: number): SenderState {
  if (messagesSeen === 0) return EMPTY_STATE;
  return { ...EMPTY_STATE, total: messagesSeen, firstAt: Math.floor((at - seenForMs) / 1000) };
}

/** The row of somebody whose strikes are a day old (less when they are forgotten sooner), all of them served; null without strikes. */
export function pastEntry(
  sender: Pick<Sender, 'id' | 'phone' | 'userId'>,
  count: number,
  at: number,
  { ladder: { strikesExpireMs }, probation }: Policy,
): LedgerEntry | null {
  if (count === 0) return null;
  const struckAt = at - Math.min(DAY_MS, strikesExpireMs / 2);
  const endedAt = (struckAt + at) / 2;
  const strikes = Array.from({ length: count }, (_, index) => ({
    id: `before-${index}`,
    at: struckAt,
    expiresAt: struckAt + strikesExpireMs,
    ...(probation === undefined ? {} : { probation: { forMs: probation.forMs, from: endedAt } }),
  }));
  return { ...newEntry(sender), strikes, strikesTotal: count, endedAt };
}
