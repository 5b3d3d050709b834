import type { Identifier, LedgerEntry, Target } from './entry.ts';
import { targetOf } from './entry.ts';
import { isBraked, isWanted, nextAction } from './next-action.ts';
import { beginProbation, withoutStrike } from './strikes.ts';

/** What one call meant for one user. `detail` never holds a phone number. */
export type Settlement =
  /** Meta confirmed it. */
  | { kind: 'done' }
  /** Surely not applied; try again at `at`. */
  | { kind: 'retry'; at: number }
  /** Meta will never take it for this user; `misnamed`: by this identifier, the other one may do. */
  | { kind: 'refused'; code: number | null; detail: string; misnamed: boolean }
  /** The 24-hour window is closed: wait for the sender's next message. */
  | { kind: 'armed' }
  /** The answer was lost or left the user out; look at the list again at `at`. */
  | { kind: 'unknown'; at: number };

/** How long after a lost block call a row on the list may be its doing; several reconciles fit in. */
const STRAY_MS = 6 * 3_600_000;
const REFUSED_LIFT_RETRY_MS = 15 * 60_000;
const LONGEST_DOUBT_MS = 5 * 60_000;

const identifierOf = (target: Target): Identifier => ('user' in target ? 'phone' : 'userId');

/** Takes the entry for one call if that is its next action; null otherwise. The token and its expiry make the claim exclusive. */
export function claim(
  entry: LedgerEntry,
  direction: 'block' | 'lift',
  token: string,
  expiresAt: number,
  now: number,
): (LedgerEntry & { target: Target }) | null {
  const action = nextAction(entry, now);
  if (action.kind !== direction || action.at > now) return null;
  const made = direction === 'lift' ? entry.target : null;
  const target = made ?? targetOf(entry, entry.misnamed);
  const attempt = { direction, token, expiresAt, inboundAt: entry.lastInboundAt };
  return target === null ? null : { ...entry, target, attempt };
}

/** Applies one user's result; null when the entry's attempt is not the one named by the token (a stranger's or an expired one's). */
export function settle(
  entry: LedgerEntry,
  token: string,
  result: Settlement,
  now: number,
): LedgerEntry | null {
  const attempt = entry.attempt;
  if (attempt?.token !== token) return null;
  const free: LedgerEntry = { ...entry, attempt: null };
  // A lift is never given up: whatever Meta says of it, the list decides and the lift is tried again.
  if (attempt.direction === 'lift' && (result.kind === 'refused' || result.kind === 'armed')) {
    return {
      ...free,
      target: result.kind === 'refused' && result.misnamed ? otherName(entry) : entry.target,
      actual: 'unknown',
      failures: entry.failures + 1,
      nextAttemptAt: now + REFUSED_LIFT_RETRY_MS,
    };
  }
  switch (result.kind) {
    case 'done':
      return attempt.direction === 'block' ? blocked(free, now) : absent({ ...free, failures: 0 }, now);
    case 'retry':
      return { ...free, failures: entry.failures + 1, nextAttemptAt: result.at };
    case 'unknown':
      return { ...lost(free, attempt.direction, now), nextAttemptAt: result.at };
    case 'armed': {
      // They wrote while the call was under way: that message fires it.
      const wroteSince = entry.lastInboundAt > (attempt.inboundAt ?? Infinity);
      const deadlineAt = wroteSince ? entry.deadlineAt : Math.min(entry.deadlineAt, now);
      return { ...free, deadlineAt, failures: 0 };
    }
    case 'refused':
      return refused(free, result, now);
  }
}

/** A sender whose identifier Meta does not take is called by the other one, once. */
function refused(entry: LedgerEntry, result: Settlement & { kind: 'refused' }, now: number): LedgerEntry {
  const { code, detail } = result;
  const named = result.misnamed && entry.target !== null ? [identifierOf(entry.target)] : [];
  const misnamed = [...new Set([...entry.misnamed, ...named])];
  const mayDo = named.length > 0 && targetOf(entry, misnamed) !== null;
  const tried: LedgerEntry = { ...entry, misnamed, failures: 0 };
  return mayDo ? { ...tried, nextAttemptAt: now } : { ...tried, refused: { at: now, code, detail } };
}

const otherName = (entry: LedgerEntry): Target | null =>
  entry.target === null ? null : (targetOf(entry, [identifierOf(entry.target)]) ?? entry.target);

/** Nobody will answer for this call any more: only the list can tell what is true. */
export function expireAttempt(entry: LedgerEntry, now: number): LedgerEntry {
  if (entry.attempt === null || now < entry.attempt.expiresAt) return entry;
  return lost({ ...entry, attempt: null }, entry.attempt.direction, now);
}

/** A call's answer is lost; a block may even reach Meta later than we look. */
function lost(entry: LedgerEntry, direction: 'block' | 'lift', now: number): LedgerEntry {
  const strayUntil = direction === 'block' ? now + STRAY_MS : entry.strayUntil;
  return { ...entry, actual: 'unknown', failures: entry.failures + 1, nextAttemptAt: now, strayUntil };
}

/** On Meta's list although not blocked as far as we knew: a lost call of ours that took effect late. null = not ours. */
export function stray(entry: LedgerEntry, now: number): LedgerEntry | null {
  return entry.strayUntil > now ? { ...blocked(entry, now), held: null, refused: null } : null;
}

/**
 * The list, read after the doubt arose, shows the sender or does not. A block that Meta had confirmed and that is gone was lifted
 * elsewhere: it is let go, never made again against somebody's wish.
 */
export function verified(entry: LedgerEntry, present: boolean, now: number): LedgerEntry {
  if (entry.actual !== 'unknown' || entry.attempt !== null) return entry;
  if (entry.owner === 'foreign')
    return present ? { ...entry, actual: 'blocked', failures: 0 } : foreignGone(entry, now);
  if (!present) return entry.episode?.settledAt == null ? absent(entry, now) : letGo(entry, now);
  const known = blocked(entry, now);
  if (isWanted(entry, now)) return known;
  return { ...known, failures: entry.failures, nextAttemptAt: afterDoubts(entry.failures, now) };
}

/** The list could not be read: look again at `at`. */
export function stillUnknown(entry: LedgerEntry, at: number): LedgerEntry {
  if (entry.actual !== 'unknown' || entry.attempt !== null) return entry;
  return { ...entry, failures: entry.failures + 1, nextAttemptAt: at };
}

/** Keeps a block that was not made yet from being made; its sender's next offence may let it go. */
export function hold(entry: LedgerEntry, cause: string, now: number): LedgerEntry {
  return nextAction(entry, now).kind === 'block' ? { ...entry, held: { at: now, cause } } : entry;
}

/** A row of Meta's list that is not ours: known, never lifted. */
export function foreign(entry: LedgerEntry): LedgerEntry {
  return { ...entry, owner: 'foreign', actual: 'blocked' };
}

/** A foreign block somebody lifted again: the row may be forgotten. */
export function foreignGone(entry: LedgerEntry, now: number): LedgerEntry {
  if (entry.owner !== 'foreign') return entry;
  return { ...entry, owner: 'ours', actual: 'absent', failures: 0, endedAt: now };
}

/** Closes an episode whose time is over and which never (or no longer) stands at Meta. What the brake held to its end leaves no strike: nobody looked at it. */
export function end(entry: LedgerEntry, now: number): LedgerEntry {
  return nextAction(entry, now).kind === 'end' && !isWanted(entry, now)
    ? letGo(isBraked(entry) ? withoutStrike(entry) : entry, now)
    : entry;
}

/** When to call again for somebody whose calls keep ending in doubt: at once, then after 1 s, 2 s … 5 min. */
function afterDoubts(failures: number, now: number): number {
  return failures <= 1 ? now : now + Math.min(1_000 * 2 ** Math.min(failures - 2, 20), LONGEST_DOUBT_MS);
}

/** Not on Meta's list: over, or to be blocked (again). */
function absent(entry: LedgerEntry, now: number): LedgerEntry {
  if (!isWanted(entry, now)) return letGo(entry, now);
  return { ...entry, actual: 'absent', nextAttemptAt: afterDoubts(entry.failures, now) };
}

function blocked(entry: LedgerEntry, now: number): LedgerEntry {
  const episode = entry.episode === null ? null : { ...entry.episode, settledAt: now };
  return { ...entry, actual: 'blocked', episode, failures: 0, nextAttemptAt: now };
}

/** The episode is over and nobody is blocked; its strike stays. Only one that came to its own end is followed by probation. */
export function letGo(entry: LedgerEntry, now: number): LedgerEntry {
  return {
    ...(isWanted(entry, now) ? entry : beginProbation(entry, now)),
    actual: 'absent',
    desired: { kind: 'none' },
    held: null,
    refused: null,
    episode: null,
    target: null,
    misnamed: [],
    failures: 0,
    // An operator may have set it a little ahead.
    endedAt: Math.max(entry.endedAt, now),
  };
}
