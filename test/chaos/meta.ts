import type {
  BlockedUser,
  Change,
  FaultPlan,
  RequestEntry,
  SimulatorState,
} from '../../src/simulator/server.ts';
import type { FaultStatus } from '../../src/simulator/fault-picker.ts';

/** One person writes at some instant, ms. */
export interface InboundNote {
  phone?: string;
  userId?: string;
  phoneNumberId: string;
  at: number;
}

/** The simulator's control, over HTTP. It waits while the simulator is frozen. */
export class Meta {
  readonly url: string;
  /** Faults by kind that plans taken back had met. */
  readonly #fired = new Map<string, number>();

  constructor(url: string) {
    this.url = url;
  }

  /** True for each that Meta lets through. */
  async inbound(notes: readonly InboundNote[]): Promise<boolean[]> {
    return (await this.#ask<{ delivered: boolean[] }>('POST', 'inbound', notes)).delivered;
  }

  list = (number: string): Promise<BlockedUser[]> => this.#ask('GET', `list?phoneNumberId=${number}`);
  log = (): Promise<Change[]> => this.#ask('GET', 'log');
  requests = (): Promise<RequestEntry[]> => this.#ask('GET', 'requests');
  state = (): Promise<SimulatorState> => this.#ask('GET', 'state');

  async addFaults(plans: readonly FaultPlan[]): Promise<void> {
    await this.#ask('POST', 'faults', plans);
  }

  async badTokens(bad: readonly string[]): Promise<void> {
    await this.#ask('POST', 'tokens', { bad });
  }

  /** Everything is well again. */
  async heal(): Promise<void> {
    for (const { plan, fired } of await this.#ask<FaultStatus[]>('GET', 'faults')) {
      const name = plan.fault.kind === 'error' ? `error ${plan.fault.code}` : plan.fault.kind;
      this.#fired.set(name, (this.#fired.get(name) ?? 0) + fired);
    }
    await this.#ask('POST', 'heal', null);
  }

  /** Calls each kind of fault has met, up to the last `heal`. */
  fired = (): Record<string, number> => Object.fromEntries(this.#fired);

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const text = body === undefined || body === null ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${this.url}/_control/${path}`, { method, ...text });
    const answer = (await response.json()) as T;
    if (!response.ok) throw new Error(`the simulator refused ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
}
