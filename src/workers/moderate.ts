import type { CampaignLine } from '../core/audit.ts';
import type { Trip } from '../core/brake.ts';
import { evaluate, hasFailed } from '../core/evaluate.ts';
import type { FactPlan } from '../core/facts.ts';
import type { Evaluated, Judgement, Mode, Outcome } from '../core/judge.ts';
import { judge } from '../core/judge.ts';
import { activeStrikes } from '../core/ledger/entry.ts';
import type { Chunk, Message } from '../core/message.ts';
import type { Policy } from '../core/policy.ts';
import type { Ruleset } from '../core/ruleset.ts';
import type { Observed, Verdicts } from '../core/state/exchange.ts';
import { NOTHING_OBSERVED } from '../core/state/exchange.ts';
import { factsFor } from '../core/state/facts-for.ts';
import type { Observation } from '../core/state/sender-state.ts';
import { LATE_AFTER_MS } from '../core/state/sender-state.ts';
import type { Keyed } from './read-messages.ts';
import { readMessages } from './read-messages.ts';
import { mapInSlices } from './slices.ts';

export interface ModerateDeps {
  store: {
    messageKey: (messageId: string) => string;
    observe: (
      phoneNumberId: string,
      observations: readonly Observation[],
      now: number,
      plan: FactPlan,
    ) => Promise<Observed>;
    record: (phoneNumberId: string, verdicts: Verdicts, now: number) => Promise<boolean>;
  };
  /** The ruleset in force; asked once a chunk, so that a reload never mixes two. */
  ruleset: () => Ruleset;
  mode: Mode;
  /** Wakes the blocker; `due` entries of this chunk wait for it. */
  requestFlush: (phoneNumberId: string, due: number) => Promise<void>;
  /** Has the warnings sent that wait for it. */
  requestWarnings: (phoneNumberId: string) => Promise<void>;
  bury: (chunk: Chunk, error: unknown) => Promise<void>;
  /** True for errors that say nothing about the chunk (Redis away, full, loading): the job is tried again whole. */
  isTransient: (error: unknown) => boolean;
  now: () => number;
  events: ModerateEvents;
}

export interface ModerateEvents {
  decided: (outcome: Outcome & { kind: 'decided' }, mode: Mode) => void;
  /** The brake holds somebody of a chunk; `trip` tells by which rule, and how many since. */
  held: (phoneNumberId: string, trip: Trip) => void;
  /** A campaign was found; said once, whatever the number of workers. */
  campaign: (phoneNumberId: string, line: CampaignLine) => void;
  late: () => void;
  repeated: () => void;
  skipped: (reason: string) => void;
  buried: (phoneNumberId: string, error: unknown) => void;
  /** The decisions stand; the next sweep finds what is due or waits to be sent. */
  flushFailed: (error: unknown) => void;
  /** A condition threw instead of answering; its rule counts as not matching. */
  ruleFailed: (ruleId: string, rulesetHash: string) => void;
  /** From the receiver's acceptance to the recorded decision. */
  chunkDone: (ms: number, messages: number) => void;
}

/** Other workers may move the same senders between observe and record; each round somebody gets through. */
const MAX_ROUNDS = 50;

/** One job: normalize → observe → evaluate → judge → record. Safe to run twice, at once or after a crash at any line. */
export async function moderate(chunk: Chunk, deps: ModerateDeps): Promise<void> {
  try {
    await moderateWhole(chunk, deps);
  } catch (error) {
    if (deps.isTransient(error)) throw error;
    // A job that is no chunk at all is set aside as it is.
    if (Array.isArray(chunk.envelopes) && chunk.envelopes.length > 1) {
      for (const envelope of chunk.envelopes) await moderate({ ...chunk, envelopes: [envelope] }, deps);
      return;
    }
    await deps.bury(chunk, error);
    deps.events.buried(chunk.phoneNumberId, error);
  }
}

async function moderateWhole(chunk: Chunk, deps: ModerateDeps): Promise<void> {
  const ruleset = deps.ruleset();
  const policy = ruleset.policyFor(chunk.phoneNumberId, chunk.displayPhoneNumber);
  const now = deps.now();
  const keyed = await readMessages(chunk, ruleset.plan, policy, deps);
  if (keyed.length === 0) return;
  const timely = keyed.filter(({ message }) => isTimely(message, now));
  const observations = timely.map(({ observation }) => observation);

  let evaluated: Evaluated[] | null = null;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const observed = await observeAny(chunk.phoneNumberId, observations, ruleset.plan, deps, now);
    evaluated ??= await evaluateAll(keyed, observed, ruleset, policy, now, deps.events.ruleFailed);
    const judgement = judge(evaluated, observed, policy, deps.mode, now);
    if (await recordAny(chunk.phoneNumberId, judgement, deps, now)) {
      await finish(chunk, judgement, deps);
      return;
    }
  }
  throw new ContentionError(
    `No quiet moment to record a chunk of ${keyed.length} messages in ${MAX_ROUNDS} rounds.`,
  );
}

const isTimely = (message: Message, now: number): boolean => now - message.sentAt <= LATE_AFTER_MS;

/** Thrown when other workers kept moving the same senders; the job is simply tried again. */
export class ContentionError extends Error {
  override name = 'ContentionError' as const;
}

const observeAny = (
  phoneNumberId: string,
  observations: readonly Observation[],
  plan: FactPlan,
  deps: ModerateDeps,
  now: number,
): Promise<Observed> =>
  observations.length === 0
    ? Promise.resolve(NOTHING_OBSERVED)
    : deps.store.observe(phoneNumberId, observations, now, plan);

async function recordAny(
  phoneNumberId: string,
  { verdicts }: Judgement,
  deps: ModerateDeps,
  now: number,
): Promise<boolean> {
  if (verdicts.senders.length === 0 && verdicts.audit.length === 0) return true;
  return deps.store.record(phoneNumberId, verdicts, now);
}

const evaluateAll = (
  keyed: readonly Keyed[],
  observed: Observed,
  ruleset: Ruleset,
  policy: Policy,
  now: number,
  failed: ModerateEvents['ruleFailed'],
): Promise<Evaluated[]> =>
  mapInSlices(keyed, ({ message, key, text }): Evaluated => {
    const known = observed.senders.get(message.sender.id);
    const strikes = known?.entry ? activeStrikes(known.entry, now).length : 0;
    const isKnown = known !== undefined && isTimely(message, now);
    const number = observed.number.get(key);
    const facts = isKnown
      ? factsFor(known.state, { message, key, plan: ruleset.plan, policy, strikes, number })
      : null;
    if (facts === null) return { key, message, evaluation: null };
    const evaluation = evaluate(ruleset, { message, text, facts });
    for (const rule of evaluation.rules) if (hasFailed(rule)) failed(rule.ruleId, ruleset.hash);
    return { key, message, evaluation };
  });

async function finish(chunk: Chunk, judgement: Judgement, deps: ModerateDeps): Promise<void> {
  for (const outcome of judgement.outcomes) {
    if (outcome.kind === 'decided') deps.events.decided(outcome, deps.mode);
    else if (outcome.kind === 'late') deps.events.late();
    else deps.events.repeated();
  }
  for (const line of judgement.campaigns) deps.events.campaign(chunk.phoneNumberId, line);
  if (judgement.held !== null) deps.events.held(chunk.phoneNumberId, judgement.held);
  deps.events.chunkDone(deps.now() - chunk.receivedAt, chunk.envelopes.length);
  if ((judgement.verdicts.warnings ?? []).length > 0)
    await deps.requestWarnings(chunk.phoneNumberId).catch(deps.events.flushFailed);
  if (judgement.due === 0 || deps.mode !== 'enforce') return;
  // Everything is recorded: a wake-up that fails must not make the chunk look like one that could not be judged.
  await deps.requestFlush(chunk.phoneNumberId, judgement.due).catch(deps.events.flushFailed);
}
