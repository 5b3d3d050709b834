import type { Grounds, LedgerEntry } from './entry.ts';
import { isEarned } from './grounds.ts';
import { isWanted, statusOf } from './next-action.ts';
import { isByHand, lift } from './operator.ts';
import { strikeOverAt, withoutStrike } from './strikes.ts';
import { afterStrikes } from './undo-probation.ts';

/** Which blocks are meant: of one rule, of one version of the rules if given, that began in this time (ms, both ends included). */
export interface Scope {
  ruleId: string;
  /** A hash of the rules or its beginning; null = every version. */
  version: string | null;
  since: number;
  until: number;
}

/**
 * - `free`: it did not stand at Meta and will not · `lift due`: the blocker lifts it · `call under way`: as soon as that call is settled
 * - `other rules`: stays, they earn it without this one · `unclear`: stays, several rules and nothing kept of what each brought
 * - `by hand`: stays, an operator wanted it as well
 * - `foreign`: somebody else's by now · `none`: no block of this rule
 */
export type UndoneBlock =
  'free' | 'lift due' | 'call under way' | 'other rules' | 'by hand' | 'unclear' | 'foreign' | 'none';

export interface Undone {
  block: UndoneBlock;
  /** Strikes of episodes that are over, taken off, with the probation they brought. */
  strikes: number;
  /** The row to be written; null = it stays as it is. */
  entry: LedgerEntry | null;
}

export const isVersion = (scope: Pick<Scope, 'version'>, rulesetHash: string): boolean =>
  scope.version === null || rulesetHash.startsWith(scope.version);

/**
 * Takes back what one rule did to a sender: its open block and the strikes it left, unless the other rules that matched earn them
 * without it and without those undone before, and what counted only because of the probation they brought. What the sender wrote until now never starts another block. Repeating it changes nothing.
 */
export function undo(entry: LedgerEntry, scope: Scope, now: number): Undone {
  const { entry: struck, strikes } = undoStrikes(entry, scope, now);
  const first = undoBlock(struck, scope, now);
  const taken = entry.strikes.filter(({ id }) => !first.entry.strikes.some((left) => left.id === id));
  if (taken.length === 0)
    return { block: first.block, strikes, entry: first.entry === entry ? null : first.entry };
  const { entry: left, gone } = afterStrikes(first.entry, new Set(taken.map(({ id }) => id)));
  const openId = left.episode?.id;
  const over = left.strikes.filter(({ id }) => gone.has(id) && id !== openId).map(({ id }) => id);
  const row = over.length === 0 ? left : withoutStrike(left, over);
  const last = openId !== undefined && gone.has(openId) ? takeBack(row, now) : { ...first, entry: row };
  return { block: last.block, strikes: strikes + over.length, entry: last.entry };
}

function undoBlock(
  entry: LedgerEntry,
  scope: Scope,
  now: number,
): { block: UndoneBlock; entry: LedgerEntry } {
  const { episode } = entry;
  const isMeant =
    episode?.rules.includes(scope.ruleId) === true &&
    isVersion(scope, episode.rulesetHash) &&
    isWithin(scope, episode.startedAt);
  if (!isMeant) return { block: 'none', entry };
  const { grounds } = episode;
  if (entry.owner === 'foreign' || isByHand(episode)) return takeBack(entry, now);
  if (grounds === undefined && episode.rules.length > 1) return { block: 'unclear', entry };
  if (grounds !== undefined) {
    const noted = without(grounds, scope.ruleId);
    if (noted.earned) return { block: 'other rules', entry: note(entry, grounds, noted.grounds) };
  }
  return takeBack(entry, now);
}

/** Lifts the open block, unless somebody wants it beside its rules. */
function takeBack(entry: LedgerEntry, now: number): { block: UndoneBlock; entry: LedgerEntry } {
  if (entry.owner === 'foreign') return { block: 'foreign', entry };
  if (entry.episode !== null && isByHand(entry.episode)) return { block: 'by hand', entry };
  const lifted = lift(entry, { keepStrike: false, takeForeign: false }, now);
  if (lifted.kind !== 'changed') return { block: 'none', entry };
  const isFree = statusOf(lifted.entry, now) === 'none';
  const block = isFree ? 'free' : entry.attempt === null ? 'lift due' : 'call under way';
  return { block, entry: lifted.entry };
}

/** Of the open episode nothing: its strike goes with it or stays with it. */
function undoStrikes(entry: LedgerEntry, scope: Scope, now: number): { entry: LedgerEntry; strikes: number } {
  const gone: string[] = [];
  const strikes = entry.strikes.map((strike) => {
    const { id, at, grounds } = strike;
    const isMeant =
      grounds?.rules.some(({ ruleId }) => ruleId === scope.ruleId) === true &&
      isVersion(scope, grounds.rulesetHash) &&
      isWithin(scope, at);
    if (!isMeant || strikeOverAt(strike) <= now || id === entry.episode?.id) return strike;
    const noted = without(grounds, scope.ruleId);
    if (!noted.earned) gone.push(id);
    return noted.grounds === grounds ? strike : { ...strike, grounds: noted.grounds };
  });
  const isSame = strikes.every((strike, index) => strike === entry.strikes[index]);
  if (isSame && gone.length === 0) return { entry, strikes: 0 };
  return { entry: withoutStrike({ ...entry, strikes }, gone), strikes: gone.length };
}

/** Whether it is earned without this rule and those undone before; the grounds with it noted. */
function without(grounds: Grounds, ruleId: string): { earned: boolean; grounds: Grounds } {
  const before = grounds.undone ?? [];
  const undone = before.includes(ruleId) ? before : [...before, ruleId];
  const left = grounds.rules.filter((rule) => !undone.includes(rule.ruleId));
  return {
    earned: isEarned(left, grounds.cooldownAt),
    grounds: undone === before ? grounds : { ...grounds, undone },
  };
}

/** The episode and its strike tell the same. */
function note(entry: LedgerEntry, before: Grounds, grounds: Grounds): LedgerEntry {
  if (grounds === before || entry.episode === null) return entry;
  const { id } = entry.episode;
  return {
    ...entry,
    episode: { ...entry.episode, grounds },
    strikes: entry.strikes.map((strike) => (strike.id === id ? { ...strike, grounds } : strike)),
  };
}

const isWithin = ({ since, until }: Scope, at: number): boolean => at >= since && at <= until;

/** Lets a held block of this rule go its normal way from `at` on; null = it is not held, not of this rule, or over. */
export function letGo(
  entry: LedgerEntry,
  scope: Pick<Scope, 'ruleId' | 'version'>,
  at: number,
  now: number,
): LedgerEntry | null {
  const { held, episode, owner } = entry;
  if (held === null || episode === null || owner !== 'ours' || !isWanted(entry, now)) return null;
  if (!episode.rules.includes(scope.ruleId) || !isVersion(scope, episode.rulesetHash)) return null;
  return { ...entry, held: null, nextAttemptAt: at };
}
