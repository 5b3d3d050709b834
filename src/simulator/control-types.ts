import type { FaultStatus } from './fault-picker.ts';
import type { Usage } from './headers.ts';
import type { Oddities } from './oddities.ts';
import type { RequestSummary } from './request-log.ts';

/** Members to change; the others stay. */
export type Patch<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Names of a person; given together, both mean the same person from then on. */
export interface PersonNames {
  /** With or without `+`. */
  readonly phone?: string | undefined;
  readonly userId?: string | undefined;
}

export interface InboundNote extends PersonNames {
  /** ms. @default now */
  readonly at?: number | undefined;
  /** The number written to; a person blocked there is not let through. */
  readonly phoneNumberId?: string | undefined;
}

export interface LinkNote {
  readonly phone: string;
  readonly userId?: string | undefined;
  /** WhatsApp's id where it differs from the number. */
  readonly waId?: string | undefined;
}

export interface SimulatorState {
  readonly now: number;
  readonly numbers: Readonly<Record<string, { readonly blocked: number }>>;
  readonly changes: number;
  readonly messages: number;
  readonly peopleNoted: number;
  readonly requests: RequestSummary;
  readonly faults: readonly FaultStatus[];
  readonly oddities: Oddities;
  readonly usage: Usage;
  readonly badTokens: number;
}
