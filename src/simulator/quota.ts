import type { Fault } from './faults.ts';
import type { Usage } from './headers.ts';

type QuotaFault = Extract<Fault, { kind: 'quota' }>;

const MINUTE_MS = 60_000;

/** Calls within a time that moves along, as Meta counts them. A refused call does not count. */
export class Quota {
  readonly #fault: QuotaFault;
  #times: number[] = [];

  constructor(fault: QuotaFault) {
    this.#fault = fault;
  }

  /** One more call: may it pass, and what do the headers say of it? */
  take(now: number): { passes: boolean; usage: Usage } {
    const { calls, withinMs } = this.#fault;
    this.#times = this.#times.filter((at) => at > now - withinMs);
    const passes = this.#times.length < calls;
    if (passes) this.#times.push(now);
    const [oldest = now] = this.#times;
    const callCount = Math.floor((100 * this.#times.length) / calls);
    const minutesToRegainAccess = passes ? 0 : Math.ceil((oldest + withinMs - now) / MINUTE_MS);
    return { passes, usage: { callCount, totalCputime: 0, totalTime: 0, minutesToRegainAccess } };
  }
}
