import { faultPlanSchema } from './faults.ts';
import type { Fault, FaultPlan } from './faults.ts';
import type { Usage } from './headers.ts';
import { Quota } from './quota.ts';
import { seededRandom } from './random.ts';
import type { Random } from './random.ts';
import type { z } from 'zod';

export type Edge = 'block_users' | 'messages';

export interface Target {
  readonly verb: string;
  readonly edge: Edge;
  readonly phoneNumberId: string;
}

/** How faults treat one entry of a request. */
export type UserFate =
  | { readonly kind: 'normal' }
  | { readonly kind: 'fail'; readonly code: number; readonly details?: string | undefined }
  | { readonly kind: 'omit'; readonly applied: boolean };

type Additive = 'latency' | 'partial' | 'omit' | 'quota';
export type FinalFault = Exclude<Fault, { kind: Additive }>;

/** What one request meets. */
export interface PickedFaults {
  readonly kinds: readonly string[];
  readonly delayBeforeMs: number;
  readonly delayAfterMs: number;
  /** What the usage headers say instead, when a quota counts this request. */
  readonly usage: Usage | undefined;
  /** The first that fits decides how the request ends. */
  readonly final: FinalFault | undefined;
  /** To be asked once an entry, in order. */
  readonly fateOf: (index: number) => UserFate;
}

export interface FaultStatus {
  readonly id: string;
  readonly plan: z.output<typeof faultPlanSchema>;
  readonly seen: number;
  readonly fired: number;
}

interface Entry {
  readonly id: string;
  readonly plan: FaultStatus['plan'];
  readonly random: Random;
  readonly quota: Quota | undefined;
  seen: number;
  fired: number;
}

/** The faults in force, in the order they were added. */
export class FaultBook {
  #entries: Entry[] = [];
  #nextId = 1;

  /** @throws ZodError for a plan that is not one. */
  add(plan: FaultPlan): string {
    const parsed = faultPlanSchema.parse(plan);
    const id = `f${this.#nextId}`;
    this.#nextId += 1;
    const quota = parsed.fault.kind === 'quota' ? new Quota(parsed.fault) : undefined;
    this.#entries.push({ id, plan: parsed, random: seededRandom(parsed.seed), quota, seen: 0, fired: 0 });
    return id;
  }

  remove(id: string): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    return this.#entries.length < before;
  }

  clear(): void {
    this.#entries = [];
  }

  list(): FaultStatus[] {
    return this.#entries.map(({ id, plan, seen, fired }) => ({ id, plan, seen, fired }));
  }

  /** What the request meets that comes in at `now`, ms. */
  pick(target: Target, now: number): PickedFaults {
    const kinds: string[] = [];
    const fates: ((index: number) => UserFate)[] = [];
    let delayBeforeMs = 0;
    let delayAfterMs = 0;
    let final: FinalFault | undefined;
    let usage: Usage | undefined;
    for (const entry of this.#entries) {
      const { fault } = entry.plan;
      const additive = isAdditive(fault);
      // A request ends in one way only: later endings keep their turn for the next one.
      if ((!additive && final !== undefined) || !strikes(entry, target)) continue;
      kinds.push(fault.kind);
      if (fault.kind === 'quota') {
        const taken = entry.quota?.take(now);
        usage = taken?.usage;
        if (taken?.passes === false) final ??= refusal(fault.code);
      } else if (fault.kind === 'latency') {
        const delay = fault.ms + entry.random() * fault.jitterMs;
        if (fault.when === 'before') delayBeforeMs += delay;
        else delayAfterMs += delay;
      } else if (fault.kind === 'partial') {
        const { share, code, details } = fault;
        fates.push(() => (entry.random() < share ? { kind: 'fail', code, details } : { kind: 'normal' }));
      } else if (fault.kind === 'omit') {
        const { share, applied } = fault;
        fates.push(() => (entry.random() < share ? { kind: 'omit', applied } : { kind: 'normal' }));
      } else {
        final = fault;
      }
    }
    const fateOf = (index: number): UserFate => {
      for (const fate of fates.map((decide) => decide(index))) if (fate.kind !== 'normal') return fate;
      return { kind: 'normal' };
    };
    return { kinds, delayBeforeMs, delayAfterMs, usage, final, fateOf };
  }
}

const isAdditive = ({ kind }: Fault): boolean =>
  kind === 'latency' || kind === 'partial' || kind === 'omit' || kind === 'quota';

const refusal = (code: number): FinalFault => ({ kind: 'error', code, when: 'before' });

function strikes(entry: Entry, target: Target): boolean {
  const { plan } = entry;
  if (plan.verb !== undefined && plan.verb !== target.verb) return false;
  if (plan.edge !== undefined && plan.edge !== target.edge) return false;
  if (plan.phoneNumberId !== undefined && plan.phoneNumberId !== target.phoneNumberId) return false;
  if (plan.count !== undefined && entry.fired >= plan.count) return false;
  entry.seen += 1;
  if (entry.seen <= plan.skip || entry.random() >= plan.probability) return false;
  entry.fired += 1;
  return true;
}
