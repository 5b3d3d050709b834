import type { Action } from '../decision.ts';

/** What should be true at Meta. `until.at` is the instant (ms) the block is to end. */
export type Desired = { kind: 'none' } | { kind: 'until'; at: number } | { kind: 'permanent' };

/** What is true at Meta as far as we can tell. `unknown` = a call's outcome was lost; only a listing tells. */
export type Actual = 'absent' | 'blocked' | 'unknown';

/** The one key a user is blocked (and later lifted) with: `+digits` or the BSUID. */
export type Target = { user: string } | { user_id: string };

/** What a sender may be called by. */
export type Identifier = 'phone' | 'userId';

export interface Attempt {
  direction: 'block' | 'lift';
  token: string;
  expiresAt: number;
  /** The sender's last message when the call was claimed; absent in rows of an older Cordon. */
  inboundAt?: number;
}

/** A rule that matched and could act, with what it brought. */
export interface GroundRule {
  ruleId: string;
  /** Its points, whether or not they counted beside others of its group. */
  score: number;
  group: string | null;
  stop: boolean;
  /** What it demanded by name. */
  then: Action | null;
}

/** What an offence rests on, kept so that one rule can be undone without letting in those others kept out. */
export interface Grounds {
  rulesetHash: string;
  /** The score from which the sender was kept out at that time. */
  cooldownAt: number;
  /** That was the threshold of probation: the strikes that had brought it, and the threshold of everybody else. */
  probation?: { strikes: readonly string[]; usualAt: number };
  rules: readonly GroundRule[];
  /** Rules an operator found at fault; the others still earn it. */
  undone?: readonly string[];
}

/** From a block's cause to its end. */
export interface Episode {
  /** The id of the message that caused it; also the id of its strike. */
  id: string;
  startedAt: number;
  action: 'cooldown' | 'block';
  rules: readonly string[];
  reasons: readonly string[];
  rulesetHash: string;
  /** Further offences while the episode was open. */
  evidence: number;
  /** When Meta last confirmed the block, ms. */
  settledAt: number | null;
  /** Absent on blocks by hand, from the journal, and of versions that did not keep it. */
  grounds?: Grounds;
  /** An operator changed its end: it is theirs as well, whatever becomes of its rules. */
  byHand?: true;
}

export interface Strike {
  id: string;
  at: number;
  expiresAt: number;
  /** Of the episode, which may be over. */
  grounds?: Grounds;
  /** How long its sender is on probation once the episode has run its course, ms, and since when; `from` stays null when an operator ends it. */
  probation?: { forMs: number; from: number | null };
}

/**
 * One sender's row in one number's ledger: what should be true at Meta, what is, and the one call under way. All instants in ms.
 * The names people see (due, blocked, lift due, armed, held, refused) are derived, see `statusOf`.
 */
export interface LedgerEntry {
  senderId: string;
  phone: string | null;
  userId: string | null;
  /** Raised by one on every write; writers compare it. 0 = never stored. */
  revision: number;
  desired: Desired;
  actual: Actual;
  owner: 'ours' | 'foreign';
  attempt: Attempt | null;
  /** The identifier of the last block call. */
  target: Target | null;
  /** Identifiers Meta would not take in this episode. */
  misnamed: readonly Identifier[];
  /** Past it Meta refuses the block (no message within 24 h). */
  deadlineAt: number;
  nextAttemptAt: number;
  /** Calls in a row that did not settle. */
  failures: number;
  held: { at: number; cause: string } | null;
  refused: { at: number; code: number | null; detail: string } | null;
  episode: Episode | null;
  /** End of the last episode (settled, lifted, undone); messages not sent after it never start a new one. */
  endedAt: number;
  lastInboundAt: number;
  /** A block call whose answer was lost may still take effect until then: found on the list after the episode ended, it is ours. */
  strayUntil: number;
  strikes: readonly Strike[];
  strikesTotal: number;
}

/** Meta blocks only users who wrote within this time [Block Users API, "limitations"]. */
export const BLOCK_WINDOW_MS = 24 * 3_600_000;
/** A block is not attempted in the last minutes of the window: the call itself takes time. */
export const DEADLINE_MARGIN_MS = 5 * 60_000;

export const activeStrikes = ({ strikes }: LedgerEntry, now: number): Strike[] =>
  strikes.filter((strike) => strike.expiresAt > now);

/**
 * What a sender may be called by. Meta prefers nothing; a phone is preferred here since it is what the list always shows. null = there
 * is no name left.
 */
export function targetOf(
  { phone, userId }: Pick<LedgerEntry, 'phone' | 'userId'>,
  except: readonly Identifier[],
): Target | null {
  if (phone !== null && !except.includes('phone')) return { user: `+${phone}` };
  return userId === null || except.includes('userId') ? null : { user_id: userId };
}

export const deadlineAfter = (inboundAt: number): number => inboundAt + BLOCK_WINDOW_MS - DEADLINE_MARGIN_MS;

export function newEntry(sender: { id: string; phone: string | null; userId: string | null }): LedgerEntry {
  return {
    senderId: sender.id,
    phone: sender.phone,
    userId: sender.userId,
    revision: 0,
    desired: { kind: 'none' },
    actual: 'absent',
    owner: 'ours',
    attempt: null,
    target: null,
    misnamed: [],
    deadlineAt: 0,
    nextAttemptAt: 0,
    failures: 0,
    held: null,
    refused: null,
    episode: null,
    endedAt: 0,
    lastInboundAt: 0,
    strayUntil: 0,
    strikes: [],
    strikesTotal: 0,
  };
}
