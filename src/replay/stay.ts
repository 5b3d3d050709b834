import { ACTIONS, type Action } from '../core/decision.ts';
import { trustRank, type TrustLevel } from '../core/trust.ts';
import { isOffence, type Outcome, type Spared } from './verdict.ts';

const MAX_REASONS = 3;

export const harsher = (a: Action, b: Action): Action => (ACTIONS.indexOf(a) >= ACTIONS.indexOf(b) ? a : b);

/** What one ruleset would have done to one sender over the whole file. */
export class Stay {
  action: Action = 'allow';
  /** Messages that brought a cooldown or a block. */
  offences = 0;
  /** The first of them. */
  firstLine = 0;
  /** Messages that would not have arrived, since the sender was blocked. */
  keptOut = 0;
  /** Why a cooldown or a block was spared; null when none was. */
  spared: Spared | null = null;
  /** Rules that matched → whether the sender was blocked by it. */
  readonly rules = new Map<string, boolean>();
  readonly reasons: string[] = [];
  /** When the first offence came, before that the latest. */
  trust: TrustLevel = 'newcomer';

  get blocked(): boolean {
    return this.offences > 0;
  }

  add(outcome: Outcome, line: number): void {
    if (outcome === 'kept-out') {
      this.keptOut += 1;
      return;
    }
    const { action, matched, causes, spared, trust } = outcome;
    if (!this.blocked && trustRank(trust) > trustRank(this.trust)) this.trust = trust;
    this.action = harsher(this.action, action);
    this.spared ??= spared;
    const offends = isOffence(action);
    for (const { ruleId } of matched)
      this.rules.set(ruleId, (this.rules.get(ruleId) ?? false) || (offends && causes.includes(ruleId)));
    if (!offends) return;
    if (this.offences === 0) this.firstLine = line;
    this.offences += 1;
    for (const { ruleId, reason } of matched)
      if (causes.includes(ruleId) && this.reasons.length < MAX_REASONS && !this.reasons.includes(reason))
        this.reasons.push(reason);
  }

  /** Ids of the rules that blocked the sender. */
  get blockedBy(): string[] {
    return [...this.rules].flatMap(([id, blocked]) => (blocked ? [id] : []));
  }
}
