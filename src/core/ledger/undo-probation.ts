import type { Grounds, LedgerEntry, Strike } from './entry.ts';
import { isEarned } from './grounds.ts';

/**
 * What follows when strikes are taken back: offences that counted only because of the probation those had brought go as well, and with
 * them what they brought. `gone` names all of them; the rest keeps account of the probation that is left.
 */
export function afterStrikes(
  entry: LedgerEntry,
  undone: ReadonlySet<string>,
): { entry: LedgerEntry; gone: ReadonlySet<string> } {
  const gone = new Set(undone);
  const strikes: Strike[] = [];
  // In the order they happened: each rests on earlier ones alone.
  for (const strike of entry.strikes) {
    const grounds = strike.grounds === undefined ? undefined : leftOf(strike.grounds, gone);
    if (grounds === null) gone.add(strike.id);
    strikes.push(grounds == null || grounds === strike.grounds ? strike : { ...strike, grounds });
  }
  const { episode } = entry;
  const own = strikes.find(({ id }) => id === episode?.id)?.grounds;
  return {
    entry: {
      ...entry,
      strikes,
      episode: episode && own !== undefined ? { ...episode, grounds: own } : episode,
    },
    gone,
  };
}

/** The grounds without that probation; null = they do not bear the offence any more. */
function leftOf(grounds: Grounds, gone: ReadonlySet<string>): Grounds | null {
  const { probation, ...rest } = grounds;
  if (probation === undefined) return grounds;
  const strikes = probation.strikes.filter((id) => !gone.has(id));
  if (strikes.length === probation.strikes.length) return grounds;
  if (strikes.length > 0) return { ...grounds, probation: { ...probation, strikes } };
  const rules = grounds.rules.filter(({ ruleId }) => grounds.undone?.includes(ruleId) !== true);
  return isEarned(rules, probation.usualAt) ? { ...rest, cooldownAt: probation.usualAt } : null;
}
