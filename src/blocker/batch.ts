import type { EnforcementLine } from '../core/audit.ts';
import { claim, settle } from '../core/ledger/enforcement.ts';
import type { LedgerEntry, Target } from '../core/ledger/entry.ts';
import { applyChanges, LeaseLostError } from './apply.ts';
import { controlAfter } from './control.ts';
import { keepJournal } from './journal.ts';
import type { BlockerDeps, JournalLine } from './ports.ts';
import type { NumberControl } from './number-control.ts';
import type { UserOutcome } from './settlement.ts';
import { readAnswer } from './settlement.ts';

/** Claim → call → journal → settle for one batch in one direction. Returns the number's control afterwards and how many users were settled. */
export async function runBatch(
  phoneNumberId: string,
  direction: 'block' | 'lift',
  entries: readonly LedgerEntry[],
  control: NumberControl,
  lease: string,
  deps: BlockerDeps,
): Promise<{ control: NumberControl; settled: number }> {
  const token = deps.newToken();
  const expiresAt = deps.now() + deps.callTimeoutMs + deps.settleMarginMs;
  const claimed = await applyChanges(
    phoneNumberId,
    entries.map((entry) => ({
      entry,
      change: (current) => {
        const taken = claim(current, direction, token, expiresAt, deps.now());
        return taken === null ? null : { entry: taken, audit: null };
      },
    })),
    lease,
    deps,
  );
  if (claimed.length === 0) return { control, settled: 0 };
  deps.crashPoint?.('claimed');
  // A process that slept since the claim (stopped, swapped out) may have lost the number to another one: its claims expire by themselves.
  if (deps.now() > expiresAt - deps.callTimeoutMs)
    throw new LeaseLostError('A call was not made: too much time went by since its claim.');

  const targets = claimed.map((entry) => entry.target).filter((target): target is Target => target !== null);
  const answer = await deps.api[direction](phoneNumberId, targets);
  deps.crashPoint?.('called');
  const now = deps.now();
  const { whole, code, users } = readAnswer(
    answer,
    direction,
    claimed.map((entry) => entry.failures),
    now,
    deps.random,
  );
  deps.events.called(direction, whole.reason, targets.length);

  await keepJournal(
    claimed.flatMap((entry, index) => journalLine(phoneNumberId, direction, entry, users[index], now)),
    deps,
  );
  deps.crashPoint?.('journaled');
  const settled = await applyChanges(
    phoneNumberId,
    claimed.map((entry, index) => ({
      entry,
      change: (current) => settleOne(current, token, users[index], direction, deps),
    })),
    lease,
    deps,
  );
  announce(phoneNumberId, direction, users, deps);
  const about = { code, size: claimed.length, configured: deps.batchSize, now, random: deps.random() };
  const stop = whole.class === 'done' ? stopping(users) : undefined;
  const next = controlAfter(control, stop?.outcome ?? whole, { ...about, code: stop?.code ?? code });
  const madeRoom = direction === 'lift' && users.some(({ settlement }) => settlement.kind === 'done');
  return { control: madeRoom ? { ...next, fullUntil: 0 } : next, settled: settled.length };
}

/** The user whose own entry concerns the number: token, account, a full list; or any, when all failed and Meta is the one in trouble. */
function stopping(users: readonly UserOutcome[]): UserOutcome | undefined {
  const stop = users.find(({ outcome: { class: of } }) => of === 'halt' || of === 'pause' || of === 'full');
  if (stop !== undefined || users.length < 2) return stop;
  return users.every(({ outcome }) => outcome.class === 'retry') ? users[0] : undefined;
}

function settleOne(
  current: LedgerEntry,
  token: string,
  user: UserOutcome | undefined,
  direction: 'block' | 'lift',
  deps: BlockerDeps,
): { entry: LedgerEntry; audit: string | null } | null {
  if (user === undefined) return null;
  const now = deps.now();
  const entry = settle(current, token, user.settlement, now);
  if (entry === null) return null;
  // Refused by one identifier only, it is tried again by the other.
  const goesOn = direction === 'block' && user.settlement.kind === 'refused' && entry.refused === null;
  const { reason } = user.outcome;
  const episode = current.episode?.id ?? null;
  const until = current.desired.kind === 'until' ? current.desired.at : null;
  const line: EnforcementLine = {
    kind: 'enforcement',
    at: now,
    senderId: current.senderId,
    direction,
    result: goesOn ? 'retry' : user.settlement.kind,
    reason,
    code: user.code,
    episode,
    until,
    rules: current.episode?.rules ?? [],
    ...(user.settlement.kind === 'refused' ? { detail: user.settlement.detail } : {}),
  };
  return { entry, audit: JSON.stringify(line) };
}

function journalLine(
  phoneNumberId: string,
  direction: 'block' | 'lift',
  entry: LedgerEntry,
  user: UserOutcome | undefined,
  at: number,
): JournalLine[] {
  if (user?.settlement.kind !== 'done' || entry.target === null) return [];
  const line = { at, phoneNumberId, op: direction, senderId: entry.senderId, target: entry.target };
  if (direction === 'lift') return [line];
  return [
    {
      ...line,
      until: entry.desired.kind === 'until' ? entry.desired.at : null,
      rules: entry.episode?.rules ?? [],
    },
  ];
}

function announce(
  phoneNumberId: string,
  direction: 'block' | 'lift',
  users: readonly UserOutcome[],
  deps: BlockerDeps,
): void {
  const alarms = new Map<string, UserOutcome>();
  for (const user of users) {
    deps.events.settled(direction, user.settlement.kind, user.outcome.reason);
    if (user.outcome.alarm) alarms.set(`${user.outcome.reason}/${user.code ?? ''}`, user);
  }
  for (const user of alarms.values()) deps.events.alarm(phoneNumberId, user.outcome.reason, user.code);
}
