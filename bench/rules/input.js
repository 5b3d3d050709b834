import { evaluate } from '../../dist/core/evaluate.js';
import { normalize } from '../../dist/core/normalize/normalize.js';
import { factsFor } from '../../dist/core/state/facts-for.js';
import { observationOf } from '../../dist/core/state/observation-of.js';
import { EMPTY_STATE, observe } from '../../dist/core/state/sender-state.js';
import { textViews } from '../../dist/core/text/views.js';
import { parseRuleset } from '../../dist/ruleset/parse.js';

const AT = 1_793_000_000;

/** A message as the worker has it, with the state its sender has after it; nothing of that is measured. */
export function observed(text, index, ruleset) {
  const from = String(15_550_000_000 + (index % 1_000));
  const envelope = {
    channel: 'messages',
    message: {
      from,
      id: `wamid.${index}`,
      timestamp: String(AT + index),
      type: 'text',
      text: { body: text },
    },
    contact: { profile: { name: 'Ana Silva' }, wa_id: from },
  };
  const at = (AT + index) * 1_000;
  const context = { phoneNumberId: '100000000000010', displayPhoneNumber: '15550100001', receivedAt: at };
  const { message } = normalize(envelope, context);
  const observation = observationOf(
    message,
    textViews(message.text),
    message.id,
    ruleset.plan,
    ruleset.policy,
  );
  const state = observe(EMPTY_STATE, [observation], at);
  return { message, state, facts: factsOf(message, state, ruleset) };
}

/** Views and every rule's answer, for rules that ask nothing about the sender. */
export const judgeText = (ruleset, { message, facts }) =>
  evaluate(ruleset, { message, text: textViews(message.text), facts });

/** Views, facts and every rule's answer. */
export function judge(ruleset, { message, state }) {
  const text = textViews(message.text);
  const facts = factsOf(message, state, ruleset);
  return evaluate(ruleset, { message, text, facts });
}

const factsOf = (message, state, { plan, policy }) =>
  factsFor(state, { message, key: message.id, plan, policy, strikes: 0 });

/** A ruleset of one rule for each condition given. */
export function rulesetOf(conditions, lists = {}) {
  const rules = conditions.map((when, index) => ({ id: `r${index}`, description: 'bench', when, score: 1 }));
  const files = Object.entries(lists).map(([name, entries]) => [name, `${entries.join('\n')}\n`]);
  const loaded = parseRuleset(new Map([['bench.yaml', JSON.stringify({ rules })], ...files]));
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  return loaded.ruleset;
}
