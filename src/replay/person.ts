import { trustRank } from '../core/trust.ts';
import type { Meaning } from './labels.ts';
import type { Tags } from './row.ts';
import { Stay } from './stay.ts';
import type { Outcome } from './verdict.ts';

/** One message of the file and what each ruleset makes of it: the one asked about, then the one compared with, if any. */
export interface Case {
  tags: Tags;
  meaning: Meaning;
  /** The sender's id and the number written to; null for a text of nobody: it is a sender of its own. */
  sender: { id: string; phoneNumberId: string } | null;
  outcomes: readonly Outcome[];
}

/** One sender over the whole file, under every ruleset. */
export class Person {
  readonly senderId: string | null;
  readonly stays: readonly Stay[];
  /** Labels met, by meaning; whoever wrote one unwanted message is no innocent. */
  #meaning: Meaning = 'other';
  label: string | null = null;
  #deals = false;

  constructor({ sender, outcomes }: Case) {
    this.senderId = sender?.id ?? null;
    this.stays = outcomes.map(() => new Stay());
  }

  add({ tags, meaning, outcomes }: Case): void {
    this.label ??= tags.label;
    if (meaning === 'spam' || this.#meaning === 'other') this.#meaning = meaning;
    outcomes.forEach((outcome, index) => {
      this.stays[index]?.add(outcome, tags.line);
      if (outcome !== 'kept-out' && outcome.deals) this.#deals = true;
    });
  }

  /** Known to the number when the first offence came, or does anywhere in the file what customers do. */
  isCustomer(stay: Stay): boolean {
    return this.#deals || trustRank(stay.trust) >= trustRank('known');
  }

  /** Should not be blocked: labelled harmless, or a customer whom no label calls unwanted. */
  isInnocent(stay: Stay): boolean {
    return this.#meaning === 'ham' || (this.#meaning === 'other' && this.isCustomer(stay));
  }
}
