import type { RuleMode } from '../core/decision.ts';
import { CountTable, Named, noActions, UNLABELLED, UNNAMED } from './counts.ts';
import { Difference } from './difference.ts';
import { People } from './people.ts';
import type { Case } from './person.ts';
import { RuleCounts } from './rule-counts.ts';

/** Everything counted about a file, as it goes by. */
export class Tally {
  /** Messages judged. */
  messages = 0;
  /** Messages that would not have arrived, their sender being blocked. */
  keptOut = 0;
  /** Envelopes without a sender. */
  unreadable = 0;
  /** Delivered twice. */
  repeated = 0;
  readonly decisions = noActions();
  readonly byLabel = new Named(noActions);
  readonly bySource = new CountTable();
  readonly byLanguage = new CountTable();
  readonly rules: RuleCounts;
  readonly people: People;
  readonly difference: Difference;

  /** `limit`: how many people and lines are kept by name. */
  constructor(rules: readonly { id: string; mode: RuleMode }[], limit: number) {
    this.rules = new RuleCounts(rules);
    this.people = new People(limit);
    this.difference = new Difference(limit);
  }

  add(one: Case): void {
    const { tags, outcomes } = one;
    const label = tags.label ?? UNLABELLED;
    this.people.add(one);
    this.difference.add(one, label);
    const [outcome] = outcomes;
    if (outcome === undefined) return;
    if (outcome === 'kept-out') {
      this.keptOut += 1;
      return;
    }
    const { action, matched } = outcome;
    this.messages += 1;
    this.decisions[action] += 1;
    this.byLabel.of(label)[action] += 1;
    this.bySource.add(tags.source ?? UNNAMED, label, action);
    this.byLanguage.add(tags.lang ?? UNNAMED, label, action);
    this.rules.add(matched, label);
  }
}
