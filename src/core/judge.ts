import type { CampaignLine, WithdrawnLine } from './audit.ts';
import { allowOf, decisionLine, lateLine } from './audit-lines.ts';
import type { BrakeState, Trip } from './brake.ts';
import { admit, ESTABLISHED_AFTER_MS } from './brake.ts';
import type { Found } from './campaign/found.ts';
import { campaignsIn, newOf } from './campaign/found.ts';
import { countsOf } from './counts.ts';
import { decide } from './decide.ts';
import type { Decision, Evaluation } from './decision.ts';
import type { LedgerEntry } from './ledger/entry.ts';
import type { Effect } from './ledger/moderation.ts';
import { groundsFor } from './ledger/grounds.ts';
import { isDue, noteInbound, offend } from './ledger/moderation.ts';
import { isOutdated, withdraw } from './ledger/rejudge.ts';
import type { Message } from './message.ts';
import type { Policy } from './policy.ts';
import { probationUntil } from './probation.ts';
import type { Observed, SenderVerdicts, Verdicts } from './state/exchange.ts';
import type { Mark } from './state/sender-state.ts';
import type { Warned, Warning } from './warning.ts';
import { holdForWarning, warningFor, wouldWarn } from './warning.ts';

/** In `monitor` everything is decided and recorded, nothing is enforced. */
export type Mode = 'monitor' | 'enforce';

/** One message with its key and the rules' answers; the evaluation is null when the state has forgotten the message (then it is late). */
export interface Evaluated {
  key: string;
  message: Message;
  evaluation: Evaluation | null;
}

/** What became of one message. `repeated` = decided before, nothing was written for it now. */
export type Outcome =
  | { kind: 'decided'; message: Message; decision: Decision; effect: Effect | null; warned?: Warned }
  | { kind: 'late'; message: Message }
  | { kind: 'repeated'; message: Message; first: Mark };

export interface Judgement {
  outcomes: readonly Outcome[];
  verdicts: Verdicts;
  /** Entries of this chunk that are due for the blocker. */
  due: number;
  /** The trip of the brake that held somebody of this chunk. */
  held: Trip | null;
  /** Campaigns found with this chunk, each for the first time. */
  campaigns: readonly CampaignLine[];
}

/** Decides a chunk's messages in order, by the policy of its number, and what that does to ledger and brake. Pure: the same reading gives the same judgement. */
export function judge(
  chunk: readonly Evaluated[],
  observed: Observed,
  policy: Policy,
  mode: Mode,
  now: number,
): Judgement {
  const entries = new Map<string, LedgerEntry | null>();
  const marks = new Map<string, Map<string, Mark>>();
  const withdrawn: string[] = [];
  const warnings: Warning[] = [];
  let brake = observed.brake;
  let held: Trip | null = null;
  const outcomes = chunk.map((item): Outcome => {
    const { message, key, evaluation } = item;
    const senderId = message.sender.id;
    const first = observed.senders.get(senderId)?.state.seen.findLast((seen) => seen.key === key)?.mark;
    if (first !== undefined && first !== 'undecided') return { kind: 'repeated', message, first };
    if (evaluation === null) return { kind: 'late', message };

    const own = marks.get(senderId) ?? new Map<string, Mark>();
    const before = entries.has(senderId)
      ? (entries.get(senderId) ?? null)
      : (observed.senders.get(senderId)?.entry ?? null);
    const decision = decide(evaluation, message, policy, now, probationUntil(before, message.sentAt));
    marks.set(senderId, own.set(key, decision.action));
    let entry = before === null ? null : noteInbound(before, message, now);
    let effect: Effect | null = null;
    if (mode === 'enforce' && entry !== null && isOutdated(entry, evaluation, policy)) {
      withdrawn.push(JSON.stringify(withdrawnLine(entry, now)));
      entry = withdraw(entry);
      effect = 'withdrawn';
    }
    if (mode === 'enforce' && isOffence(decision)) {
      const again = entry !== null && entry.held !== null;
      const ask = (): string | null => {
        const answer = admit(brake, { ...askOf(message, decision, observed), again }, policy.brake, now);
        brake = answer.state;
        if (!again) held = answer.trip ?? held;
        return answer.trip?.cause ?? null;
      };
      const grounds = groundsFor(evaluation, decision, { entry: before, sentAt: message.sentAt, policy });
      ({ entry, effect } = offend(entry, { message, decision, policy, grounds, brake: ask }, now));
    }
    const about = { message, decision, policy, effect, entry };
    const warning = mode === 'enforce' ? warningFor(about, now) : null;
    if (warning !== null) warnings.push(warning);
    if (warning?.beforeBlock === true && entry !== null) entry = holdForWarning(entry, now);
    entries.set(senderId, entry);
    const decided = { kind: 'decided', message, decision, effect } as const;
    if (warning !== null) return { ...decided, warned: 'waits' };
    return mode === 'monitor' && wouldWarn(about) ? { ...decided, warned: 'watched' } : decided;
  });
  const decided = chunk.filter((_, index) => outcomes[index]?.kind === 'decided');
  const found = campaignsIn(decided, observed.number, now);
  const verdicts = verdictsOf(outcomes, chunk, entries, marks, observed, brake, policy, mode, found);
  const campaigns = newOf(found);
  const lines = [...withdrawn, ...campaigns.map((line) => JSON.stringify(line))];
  return {
    outcomes,
    verdicts: {
      ...verdicts,
      audit: [...verdicts.audit, ...lines],
      campaigns: campaigns.map(({ campaign }) => campaign),
      ...(warnings.length > 0 ? { warnings } : {}),
    },
    held,
    campaigns,
    due: [...entries.values()].filter((entry) => entry !== null && isDue(entry, now)).length,
  };
}

const isOffence = (decision: Decision): decision is Decision & { action: 'cooldown' | 'block' } =>
  decision.action === 'cooldown' || decision.action === 'block';

const withdrawnLine = ({ senderId, episode }: LedgerEntry, at: number): WithdrawnLine => ({
  ...{ kind: 'withdrawn', at, senderId },
  ...{ episode: episode?.id ?? '', rules: episode?.rules ?? [], rulesetHash: episode?.rulesetHash ?? '' },
});

function askOf(message: Message, decision: Decision, observed: Observed): Parameters<typeof admit>[1] {
  const firstAt = (observed.senders.get(message.sender.id)?.state.firstAt ?? 0) * 1000;
  return {
    rules: decision.reasons.map(({ ruleId }) => ruleId),
    rulesetHash: decision.rulesetHash,
    established: message.sentAt - firstAt >= ESTABLISHED_AFTER_MS,
    activeSenders: observed.activeSenders,
  };
}

function verdictsOf(
  outcomes: readonly Outcome[],
  chunk: readonly Evaluated[],
  entries: ReadonlyMap<string, LedgerEntry | null>,
  marks: ReadonlyMap<string, ReadonlyMap<string, Mark>>,
  observed: Observed,
  brake: BrakeState,
  policy: Policy,
  mode: Mode,
  found: ReadonlyMap<string, Found>,
): Omit<Verdicts, 'campaigns'> {
  const senders = [...marks].map(([senderId, own]): SenderVerdicts => {
    const entry = entries.get(senderId) ?? null;
    const before = observed.senders.get(senderId)?.entry ?? null;
    return { senderId, marks: own, entry: entry !== null && !same(entry, before) ? entry : null };
  });
  const audit = outcomes.flatMap((outcome, index): string[] => {
    if (outcome.kind === 'repeated') return [];
    if (outcome.kind === 'late') return [JSON.stringify(lateLine(outcome.message))];
    const { key = '', evaluation = null } = chunk[index] ?? {};
    const campaign = found.get(key)?.campaign;
    const line = decisionLine(
      { ...outcome, key, evaluation, campaign },
      observed,
      policy.audit.evidence,
      mode,
    );
    return line === null ? [] : [JSON.stringify(line)];
  });
  const allows = outcomes.flatMap((outcome, index) =>
    outcome.kind === 'decided' ? allowOf(outcome.decision, chunk[index]?.key ?? '') : [],
  );
  const decided = outcomes.filter((outcome) => outcome.kind === 'decided');
  const late = outcomes.filter((outcome) => outcome.kind === 'late').length;
  const counts = countsOf(decided, late, mode);
  return { senders, brake: brake === observed.brake ? null : brake, audit, allows, counts };
}

const same = (a: LedgerEntry, b: LedgerEntry | null): boolean =>
  b !== null && JSON.stringify(a) === JSON.stringify(b);
