import type { GraphError } from './graph-error.ts';
import type { TargetResult } from './match-results.ts';
import type { NoAnswer } from './no-answer.ts';
import type { Usage } from './usage.ts';
import type { BlockedUser } from './wire.ts';

/** The whole request was refused; nobody was named. */
export interface Refused {
  kind: 'refused';
  http: number;
  error: GraphError;
  /** `Retry-After`, when Meta gave one. */
  retryAfterMs: number | null;
  usage: Usage;
}

/** Meta answered per user. */
export interface Answered {
  kind: 'answered';
  /** 0 when no target could be sent, so no call was made. */
  http: number;
  /** One for each target, in their order. */
  results: readonly TargetResult[];
  /** The error beside the lists (139100 when some failed). */
  requestError: GraphError | null;
  retryAfterMs: number | null;
  /** Results about users that were not asked about; ignored but for counting. */
  unrequested: number;
  /** null when no call was made. */
  usage: Usage | null;
}

export type BatchAnswer = Answered | Refused | NoAnswer;

export interface Page {
  kind: 'page';
  items: readonly BlockedUser[];
  /** Entries that could not be read: with any, absence from the list is not certain. */
  unreadable: number;
  after: string | null;
  usage: Usage;
}

export type ListAnswer = Page | Refused | NoAnswer;
