import type { DecisionLine } from '../audit.ts';
import { looksLikeCustomer } from '../sender-hints.ts';
import { ACTIONS } from '../decision.ts';
import { groupBy } from '../group-by.ts';
import type { ReportedPerson, RuleToll } from './summary.ts';

/** The people behind these decisions, latest first. One who ever looked like a customer does. */
export function peopleOf(lines: readonly DecisionLine[]): ReportedPerson[] {
  return [...groupBy(lines, (line) => line.senderId)]
    .map(([senderId, own]): ReportedPerson => ({
      senderId,
      offences: own.length,
      action: own.reduce<DecisionLine['action']>(
        (harshest, { action }) => harsher(harshest, action),
        'allow',
      ),
      rules: [...new Set(own.flatMap(({ reasons }) => reasons.map(({ ruleId }) => ruleId)))],
      looksLikeCustomer: own.some((line) => looksLikeCustomer(line.sender, line.sentAt)),
      lastAt: Math.max(...own.map(({ at }) => at)),
    }))
    .sort((a, b) => b.lastAt - a.lastAt);
}

/** How many people each rule meets, most first. */
export function tollOf(
  lines: readonly DecisionLine[],
  rulesOf: (line: DecisionLine) => readonly { ruleId: string }[],
): RuleToll[] {
  const pairs = lines.flatMap((line) => rulesOf(line).map(({ ruleId }) => ({ ruleId, line })));
  return [...groupBy(pairs, ({ ruleId }) => ruleId)]
    .map(([rule, own]): RuleToll => {
      const people = groupBy(own, ({ line }) => line.senderId);
      const customers = [...people.values()].filter((theirs) =>
        theirs.some(({ line }) => looksLikeCustomer(line.sender, line.sentAt)),
      );
      return { rule, people: people.size, customers: customers.length };
    })
    .sort((a, b) => b.people - a.people || a.rule.localeCompare(b.rule));
}

const harsher = (a: DecisionLine['action'], b: DecisionLine['action']): DecisionLine['action'] =>
  ACTIONS.indexOf(a) >= ACTIONS.indexOf(b) ? a : b;
