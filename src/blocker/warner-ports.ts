import type { WarningLine } from '../core/audit.ts';
import type { Target } from '../core/ledger/entry.ts';
import type { Warning } from '../core/warning.ts';
import type { SendAnswer } from '../whatsapp/message-api.ts';
import type { BlockerStore } from './ports.ts';
import type { NumberControl } from './number-control.ts';
import type { WarningReason } from './warning-outcome.ts';

/** Why a warning was not even tried; `again` = the sender had theirs and nobody needs to hear of it. */
export type UnsentReason = 'monitor' | 'late' | 'paused' | 'off' | 'again' | 'flood' | 'outdated' | 'lost';

export interface WarningQueue {
  take: (
    phoneNumberId: string,
    call: { token: string; lostAfterMs: number },
    now: number,
  ) => Promise<{ warning: Warning | null; lost: Warning | null }>;
  spend: (
    phoneNumberId: string,
    token: string,
    warning: Warning,
    now: number,
  ) => Promise<'send' | 'off' | 'again' | 'flood' | 'lost'>;
  settle: (
    phoneNumberId: string,
    token: string | null,
    note: { audit: string; counter: string } | null,
    now: number,
  ) => Promise<boolean>;
  switchOff: (
    phoneNumberId: string,
    off: { since: number; until: number; reason: string; code: number | null },
  ) => Promise<void>;
}

export interface WarnerEvents {
  /** One warning; `unsent` = it was not tried. */
  warned: (result: WarningLine['result'], reason: WarningReason | UnsentReason) => void;
  /** Meta will not send for this number: no warnings until then, ms. */
  warningsOff: (phoneNumberId: string, reason: WarningReason, code: number | null, until: number) => void;
  /** Meta refuses this one for a reason somebody should look at. */
  warningAlarm: (phoneNumberId: string, reason: WarningReason, code: number | null) => void;
}

export interface WarnerDeps {
  /** In monitor mode what an earlier process left is dropped. */
  mode: 'monitor' | 'enforce';
  queue: WarningQueue;
  ledger: Pick<BlockerStore, 'load' | 'write'>;
  control: (phoneNumberId: string) => Promise<NumberControl | null>;
  /** Bounded by `SEND_TIMEOUT_MS`. */
  sendText: (phoneNumberId: string, target: Target, text: string) => Promise<SendAnswer>;
  /** Wakes the blocker for a block that waits for its warning no longer. */
  requestFlush: (phoneNumberId: string, delayMs: number) => Promise<void>;
  now: () => number;
  newToken: () => string;
  events: WarnerEvents;
  /** Named points where tests kill the process. */
  crashPoint?: (name: 'warning-taken' | 'warning-sent') => void;
}
