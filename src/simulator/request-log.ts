import { isRecord } from './address.ts';
import { Ring } from './ring.ts';

/** One Graph call as it ended. */
export interface RequestEntry {
  readonly at: number;
  readonly verb: string;
  readonly edge: string;
  readonly phoneNumberId: string;
  /** Entries of `block_users` in the request. */
  readonly users: number;
  /** `hang` and `reset` had no (whole) answer. */
  readonly ended: 'answered' | 'reset' | 'hang';
  /** 0 without an answer. */
  readonly status: number;
  /** Code of the answer's top-level error. */
  readonly code?: number;
  /** Did the platform look at it at all? False when a fault came first. */
  readonly processed: boolean;
  readonly faults: readonly string[];
}

export interface RequestSummary {
  readonly total: number;
  /** `'POST block_users 200'` (or `reset`, `hang` in place of the status) → how often. */
  readonly counts: Readonly<Record<string, number>>;
  readonly largestBatch: number;
}

/** The newest calls one by one, and counts of all of them. */
export class RequestLog {
  readonly #ring: Ring<RequestEntry>;
  readonly #counts = new Map<string, number>();
  #largestBatch = 0;

  constructor(limit: number) {
    this.#ring = new Ring(limit);
  }

  add(entry: RequestEntry): void {
    this.#ring.push(entry);
    const end = entry.ended === 'answered' ? String(entry.status) : entry.ended;
    const name = `${entry.verb} ${entry.edge} ${end}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    this.#largestBatch = Math.max(this.#largestBatch, entry.users);
  }

  entries(): RequestEntry[] {
    return this.#ring.toArray();
  }

  summary(): RequestSummary {
    return {
      total: this.#ring.total,
      counts: Object.fromEntries(this.#counts),
      largestBatch: this.#largestBatch,
    };
  }
}

/** How many users a request body names; 0 for anything that is not such a body. */
export function batchSize(body: unknown): number {
  return isRecord(body) && Array.isArray(body.block_users) ? body.block_users.length : 0;
}

export function errorCode(body: Record<string, unknown>): number | undefined {
  return isRecord(body.error) && typeof body.error.code === 'number' ? body.error.code : undefined;
}
