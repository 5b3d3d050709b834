import { decide } from '../core/decide.ts';
import { evaluate } from '../core/evaluate.ts';
import { end } from '../core/ledger/enforcement.ts';
import { activeStrikes, type LedgerEntry } from '../core/ledger/entry.ts';
import { offend } from '../core/ledger/moderation.ts';
import type { Message } from '../core/message.ts';
import { probationUntil } from '../core/probation.ts';
import type { Ruleset } from '../core/ruleset.ts';
import { factsFor } from '../core/state/facts-for.ts';
import { observationOf } from '../core/state/observation-of.ts';
import { EMPTY_STATE, observe, type SenderState } from '../core/state/sender-state.ts';
import type { TextViews } from '../core/text/views.ts';
import { isOffending, verdictOf, type Verdict } from './verdict.ts';

/**
 * One sender and one ruleset, as if nobody else wrote to the number: every message is judged, also those that a block would have kept
 * away, and cooldowns run their time so that strikes count as they would. The brake is left out.
 */
export class SenderAlone {
  readonly #ruleset: Ruleset;
  #state: SenderState = EMPTY_STATE;
  #entry: LedgerEntry | null = null;

  constructor(ruleset: Ruleset) {
    this.#ruleset = ruleset;
  }

  /** Messages come in the order of their own time. Null for one that was delivered before. */
  judge(message: Message, text: TextViews): Verdict | null {
    const { id: key, sentAt } = message;
    const known = this.#state.seen.some((seen) => seen.key === key);
    if (known) return null;
    const { plan } = this.#ruleset;
    const policy = this.#ruleset.policyFor(message.phoneNumberId, message.displayPhoneNumber);
    const observation = observationOf(message, text, key, plan, policy);
    this.#state = observe(this.#state, [observation], observation.at);
    this.#endEpisode(sentAt);
    const strikes = this.#entry === null ? 0 : activeStrikes(this.#entry, sentAt).length;
    const facts = factsFor(this.#state, { message, key, plan, policy, strikes });
    if (facts === null) return null;
    const evaluation = evaluate(this.#ruleset, { message, text, facts });
    const decision = decide(evaluation, message, policy, sentAt, probationUntil(this.#entry, sentAt));
    if (isOffending(decision))
      this.#entry = offend(this.#entry, { message, decision, policy, brake: () => null }, sentAt).entry;
    return verdictOf({ message, facts, evaluation, decision }, policy);
  }

  #endEpisode(now: number): void {
    if (this.#entry?.desired.kind === 'until' && this.#entry.desired.at <= now)
      this.#entry = end(this.#entry, this.#entry.desired.at);
  }
}
