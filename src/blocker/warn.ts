import type { WarningLine } from '../core/audit.ts';
import type { LedgerEntry } from '../core/ledger/entry.ts';
import type { Warning } from '../core/warning.ts';
import { isTrueOf, releaseBlock, SEND_TIMEOUT_MS, WARNING_GRACE_MS } from '../core/warning.ts';
import type { NumberControl } from './number-control.ts';
import { mayBlock, mustPace } from './pace.ts';
import type { UnsentReason, WarnerDeps } from './warner-ports.ts';
import type { WarningOutcome, WarningReason } from './warning-outcome.ts';
import { outcomeOfSend } from './warning-outcome.ts';

/** Warnings of one number sent side by side by one process: one slow answer keeps nobody else waiting. */
const ABREAST = 8;
/** A call that nobody settled after this is lost with its process. */
const LOST_AFTER_MS = 3 * SEND_TIMEOUT_MS;
const UNSENDABLE: WarningOutcome = {
  ...{ result: 'refused', reason: 'configuration', code: null, offMs: 0, alarm: true },
};
/** The entry may move while it is read; the block goes ahead by itself in any case. */
const RELEASE_ROUNDS = 3;

/**
 * Sends a number's waiting warnings, each at most once. It holds no lease: messages and the block list are different things to Meta, and a
 * warning must not wait behind a listing. Blocks do not wait for this function but for their own time (`holdForWarning`); it only makes
 * that time come sooner.
 */
export async function warnNumber(phoneNumberId: string, deps: WarnerDeps): Promise<void> {
  const lane = async (): Promise<void> => {
    while (await warnOne(phoneNumberId, deps));
  };
  await Promise.all(Array.from({ length: ABREAST }, lane));
}

/** False when nothing waits. */
async function warnOne(phoneNumberId: string, deps: WarnerDeps): Promise<boolean> {
  const { queue, now } = deps;
  const token = deps.newToken();
  const taken = await queue.take(phoneNumberId, { token, lostAfterMs: LOST_AFTER_MS }, now());
  if (taken.lost !== null)
    await note(phoneNumberId, null, taken.lost, { result: 'unknown', reason: 'lost', code: null }, deps);
  const { warning } = taken;
  if (warning === null) return taken.lost !== null;
  deps.crashPoint?.('warning-taken');
  const refusal = await whyNot(phoneNumberId, token, warning, deps);
  if (refusal !== null) {
    if (refusal === 'again') await queue.settle(phoneNumberId, token, null, now());
    else await note(phoneNumberId, token, warning, { result: 'unsent', reason: refusal, code: null }, deps);
    await release(phoneNumberId, warning, false, deps);
    return true;
  }
  // What cannot even be sent (no token) must not leave the block waiting.
  const outcome = await deps
    .sendText(phoneNumberId, warning.target, warning.text)
    .then(outcomeOfSend, () => UNSENDABLE);
  deps.crashPoint?.('warning-sent');
  const { result, reason, code, offMs, alarm } = outcome;
  if (offMs > 0) {
    const since = now();
    await queue.switchOff(phoneNumberId, { since, until: since + offMs, reason, code });
    deps.events.warningsOff(phoneNumberId, reason, code, since + offMs);
  } else if (alarm) deps.events.warningAlarm(phoneNumberId, reason, code);
  await note(phoneNumberId, token, warning, outcome, deps);
  await release(phoneNumberId, warning, result !== 'refused', deps);
  return true;
}

/** Asked in this order, so that only what is really sent counts against the sender. null = send it. */
async function whyNot(
  phoneNumberId: string,
  token: string,
  warning: Warning,
  deps: WarnerDeps,
): Promise<UnsentReason | null> {
  if (deps.mode === 'monitor') return 'monitor';
  const control = await deps.control(phoneNumberId);
  const [entry = null] = await deps.ledger.load(phoneNumberId, [warning.senderId]);
  const now = deps.now();
  if (now > warning.sendBy) return 'late';
  if (control !== null && (control.halted !== null || now < control.backoffUntil)) return 'paused';
  if (!isTrueOf(entry, warning, now)) return 'outdated';
  if (control !== null && warning.beforeBlock && !canFollow(control, entry?.deadlineAt ?? 0, now))
    return 'paused';
  const spent = await deps.queue.spend(phoneNumberId, token, warning, now);
  return spent === 'send' ? null : spent;
}

/** Nobody is told of a block that the full list or Meta's quota keeps waiting. */
const canFollow = ({ fullUntil, pace }: NumberControl, deadlineAt: number, now: number): boolean =>
  now >= fullUntil && !mustPace(pace, deadlineAt, now) && mayBlock(pace, deadlineAt, now);

async function note(
  phoneNumberId: string,
  token: string | null,
  warning: Warning,
  { result, reason, code }: Pick<WarningLine, 'result' | 'code'> & { reason: WarningReason | UnsentReason },
  deps: WarnerDeps,
): Promise<void> {
  const { senderId, messageId, beforeBlock, rules } = warning;
  const at = deps.now();
  const line: WarningLine = {
    kind: 'warning',
    at,
    senderId,
    result,
    reason,
    code,
    messageId,
    beforeBlock,
    rules,
  };
  const audit = { audit: JSON.stringify(line), counter: `warning.${result}` };
  if (await deps.queue.settle(phoneNumberId, token, audit, at)) deps.events.warned(result, reason);
}

/** The block that waited for this warning need not wait any longer. */
async function release(
  phoneNumberId: string,
  warning: Warning,
  wasSent: boolean,
  deps: WarnerDeps,
): Promise<void> {
  if (!warning.beforeBlock) return;
  for (let round = 0; round < RELEASE_ROUNDS; round += 1) {
    const [entry = null] = await deps.ledger.load(phoneNumberId, [warning.senderId]);
    const now = deps.now();
    const next: LedgerEntry | null = entry === null ? null : releaseBlock(entry, warning, wasSent, now);
    if (next === null) return;
    const stored = await deps.ledger.write(phoneNumberId, [{ entry: next, audit: null }], null, now);
    if (stored !== 'lease-lost' && stored[0] === true) {
      await deps.requestFlush(phoneNumberId, wasSent ? WARNING_GRACE_MS : 0);
      return;
    }
  }
}
