import { evaluate } from '../core/evaluate.ts';
import type { Mode } from '../core/judge.ts';
import { judge } from '../core/judge.ts';
import { activeStrikes } from '../core/ledger/entry.ts';
import type { Message } from '../core/message.ts';
import type { Ruleset } from '../core/ruleset.ts';
import { NOTHING_OBSERVED } from '../core/state/exchange.ts';
import { factsFor } from '../core/state/facts-for.ts';
import type { MemoryState } from '../core/state/memory.ts';
import { observationOf } from '../core/state/observation-of.ts';
import { LATE_AFTER_MS } from '../core/state/sender-state.ts';
import { textViews } from '../core/text/views.ts';
import type { Warning } from '../core/warning.ts';
import { releaseBlock } from '../core/warning.ts';
import type { Delivered } from './delivered.ts';

export const isTimely = (message: Message, now: number): boolean => now - message.sentAt <= LATE_AFTER_MS;

/** Observe → evaluate → judge → record for one message, as `workers/moderate.ts` does for a chunk. `wrote` = the sender's row changed. */
export function judgeMessage(
  message: Message,
  state: MemoryState,
  ruleset: Ruleset,
  mode: Mode,
  now: number,
): { delivered: Delivered; wrote: boolean } {
  const { id: key, phoneNumberId, displayPhoneNumber, sender } = message;
  const policy = ruleset.policyFor(phoneNumberId, displayPhoneNumber);
  const text = textViews(message.text);
  const { plan } = ruleset;
  const observed = isTimely(message, now)
    ? state.observe([observationOf(message, text, key, plan, policy)], now, plan)
    : NOTHING_OBSERVED;
  const known = observed.senders.get(sender.id);
  const strikes = known?.entry ? activeStrikes(known.entry, now).length : 0;
  const facts =
    known === undefined
      ? null
      : factsFor(known.state, { message, key, plan, policy, strikes, number: observed.number.get(key) });
  const evaluation = facts === null ? null : evaluate(ruleset, { message, text, facts });
  const { outcomes, verdicts } = judge([{ key, message, evaluation }], observed, policy, mode, now);
  // Nobody reads the audit of a timeline, and it would grow without end.
  if (!state.record({ ...verdicts, audit: [], allows: [], warnings: [] }))
    throw new Error('a timeline was written to from two sides');
  for (const warning of verdicts.warnings ?? []) warnAtOnce(warning, state, now);
  const wrote = verdicts.senders.some((own) => own.entry !== null);
  const [outcome] = outcomes;
  if (outcome?.kind === 'repeated') return { delivered: { kind: 'repeated', message }, wrote };
  if (outcome?.kind !== 'decided' || facts === null || evaluation === null)
    return { delivered: { kind: 'late', message }, wrote };
  const { decision, effect } = outcome;
  const entry = state.entry(sender.id);
  return { delivered: { kind: 'message', message, facts, evaluation, decision, effect, entry }, wrote };
}

/** Nobody is written to on a timeline: Meta takes every warning at once, and its block follows. */
function warnAtOnce(warning: Warning, state: MemoryState, now: number): void {
  const entry = state.entry(warning.senderId);
  const released = entry === null ? null : releaseBlock(entry, warning, true, now);
  if (released !== null) state.put(warning.senderId, { entry: released });
}
