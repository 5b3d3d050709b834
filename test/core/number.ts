import { expect } from '@jest/globals';
import type { Evaluated, Judgement, Mode } from '../../src/core/judge.ts';
import { judge } from '../../src/core/judge.ts';
import type { Message } from '../../src/core/message.ts';
import type { Ruleset } from '../../src/core/ruleset.ts';
import type { Observed } from '../../src/core/state/exchange.ts';
import { factsOf } from '../../src/core/state/facts.ts';
import { MemoryState } from '../../src/core/state/memory.ts';
import { observationOf } from '../../src/core/state/observation-of.ts';
import { textViews } from '../../src/core/text/views.ts';
import { evaluation, hit, message, NOON, ruleset } from './builders.ts';

export const says = (id: string, text = 'spam', about: Partial<Message> = {}): Message =>
  message({ id, text, ...about });
const keyOf = ({ id }: Message): string => id.padEnd(8).slice(-8);

/** One number in memory; everything that says "spam" is a cooldown, "worse" a block, "odd" a flag. */
export class PhoneNumber {
  readonly state = new MemoryState();
  readonly rules: Ruleset;
  constructor(overrides: Partial<Ruleset> = {}) {
    this.rules = ruleset([], overrides);
  }

  observe(messages: readonly Message[], now = NOON): Observed {
    return this.state.observe(
      messages.map((one) =>
        observationOf(one, textViews(one.text), keyOf(one), this.rules.plan, this.rules.policy),
      ),
      now,
      this.rules.plan,
    );
  }

  evaluate(messages: readonly Message[], observed: Observed): Evaluated[] {
    return messages.map((one) => {
      const known = observed.senders.get(one.sender.id);
      const facts = known && factsOf(known.state, keyOf(one), this.rules.plan);
      const score = { spam: 8, worse: 20, odd: 3 }[one.text] ?? 0;
      return {
        key: keyOf(one),
        message: one,
        evaluation: facts ? evaluation(hit(one.text, { score, matched: score > 0 })) : null,
      };
    });
  }

  judge(
    messages: readonly Message[],
    { now = NOON, mode = 'enforce' }: { now?: number; mode?: Mode } = {},
  ): Judgement {
    const observed = this.observe(messages, now);
    return judge(this.evaluate(messages, observed), observed, this.rules.policy, mode, now);
  }

  /** Observe, judge, record. */
  take(messages: readonly Message[], at?: { now?: number; mode?: Mode }): Judgement {
    const judgement = this.judge(messages, at);
    expect(this.state.record(judgement.verdicts)).toBe(true);
    return judgement;
  }
}
/** What became of each message, in short. */
export const kinds = ({ outcomes }: Judgement): string[] =>
  outcomes.map((one) => (one.kind === 'decided' ? `${one.decision.action}/${one.effect ?? '-'}` : one.kind));
