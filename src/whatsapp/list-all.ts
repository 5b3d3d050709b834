import type { ListAnswer, Refused } from './answers.ts';
import { INVALID_PARAMETER, LIST_CHANGED } from './error-codes.ts';
import type { NoAnswer } from './no-answer.ts';
import { noAnswer } from './no-answer.ts';
import type { BlockedUser } from './wire.ts';

/** The part of the Block API a full listing needs. */
export interface Lister {
  list(phoneNumberId: string, page: { limit: number; after: string | null }): Promise<ListAnswer>;
}

export interface ListAllOptions {
  /** Users a page, as a wish. Where Meta refuses it, 100 and then 25 are tried. @default 1000 */
  limit?: number;
  /** How often a list that changed while being read is started over. @default 5 */
  maxRestarts?: number;
  /** Ends the listing between two pages. */
  signal?: AbortSignal;
}

export type Listing =
  /** `items` in Meta's order, nobody twice. With `unreadable` > 0 absence from it proves nothing. */
  | { kind: 'complete'; items: readonly BlockedUser[]; unreadable: number; restarts: number }
  | { kind: 'aborted' }
  | Refused
  | NoAnswer;

/** Twice what a list can hold (64,000): more means the cursor runs in circles or the server lies. */
const MAX_ITEMS = 128_000;
const SMALLER_LIMITS = [100, 25] as const;

/** Reads a number's whole blocklist. Anything short of the whole is a failure, never a partial list. */
export async function listAll(
  api: Lister,
  phoneNumberId: string,
  options: ListAllOptions = {},
): Promise<Listing> {
  const maxRestarts = options.maxRestarts ?? 5;
  let limit = options.limit ?? 1_000;
  for (let restarts = 0; ; restarts += 1) {
    let outcome = await onePass(api, phoneNumberId, limit, options.signal);
    while (outcome.kind === 'refused-limit') {
      const smaller = SMALLER_LIMITS.find((size) => size < limit);
      if (smaller === undefined) return outcome.answer;
      limit = smaller;
      outcome = await onePass(api, phoneNumberId, limit, options.signal);
    }
    if (outcome.kind === 'complete') return { ...outcome, restarts };
    const changed = outcome.kind === 'refused' && outcome.error.code === LIST_CHANGED;
    if (!changed || restarts >= maxRestarts) return outcome;
  }
}

type Pass =
  | { kind: 'complete'; items: readonly BlockedUser[]; unreadable: number }
  | { kind: 'refused-limit'; answer: Refused }
  | { kind: 'aborted' }
  | Refused
  | NoAnswer;

async function onePass(
  api: Lister,
  phoneNumberId: string,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Pass> {
  const users = new Map<string, BlockedUser>();
  const cursors = new Set<string>();
  let unreadable = 0;
  let after: string | null = null;
  for (;;) {
    if (signal?.aborted === true) return { kind: 'aborted' };
    const answer: ListAnswer = await api.list(phoneNumberId, { limit, after });
    if (answer.kind === 'refused' && answer.error.code === INVALID_PARAMETER && after === null) {
      return { kind: 'refused-limit', answer };
    }
    if (answer.kind !== 'page') return answer;
    for (const user of answer.items) users.set(`${user.waId ?? ''}/${user.userId ?? ''}`, user);
    unreadable += answer.unreadable;
    if (users.size > MAX_ITEMS) return noAnswer('garbled', { http: 200, code: 'endless-list' });
    const empty = answer.items.length === 0 && answer.unreadable === 0;
    if (empty || answer.after === null || answer.after === after) {
      return { kind: 'complete', items: [...users.values()], unreadable };
    }
    // Back at an earlier page: whether anything was skipped cannot be told.
    if (cursors.has(answer.after)) return noAnswer('garbled', { http: 200, code: 'cursor-loop' });
    cursors.add(answer.after);
    after = answer.after;
  }
}
