import type { Decision } from './decision.ts';
import type { Effect } from './ledger/moderation.ts';

/**
 * How often things happened, by field of a number's counters of the day: `<mode>.<action>` (messages), `rule.<id>` and
 * `watched.<id>` (messages a rule in force or in monitor mode matched), `effect.<effect>`, `protected`, `late`; `warning.<result>`
 * is counted when a warning is over.
 */
export type Counts = ReadonlyMap<string, number>;

export function countsOf(
  decided: readonly { decision: Decision; effect: Effect | null }[],
  late: number,
  mode: 'monitor' | 'enforce',
): Counts {
  const counts = new Map<string, number>();
  const add = (field: string, by = 1): void => void counts.set(field, (counts.get(field) ?? 0) + by);
  for (const { decision, effect } of decided) {
    add(`${mode}.${decision.action}`);
    if (effect !== null) add(`effect.${effect}`);
    if (decision.limitedBy === 'protected') add('protected');
    for (const { ruleId } of decision.reasons) add(`rule.${ruleId}`);
    for (const { ruleId } of decision.monitored) add(`watched.${ruleId}`);
  }
  if (late > 0) add('late', late);
  return counts;
}
