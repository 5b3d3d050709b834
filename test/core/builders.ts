import type { Decision, Evaluation, RuleResult } from '../../src/core/decision.ts';
import { NO_PLAN } from '../../src/core/facts.ts';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import { newEntry } from '../../src/core/ledger/entry.ts';
import type { Message, Sender } from '../../src/core/message.ts';
import type { BoundCondition, RuleNode, RuleSpec } from '../../src/core/rule-node.ts';
import type { Policy } from '../../src/core/policy.ts';
import type { Ruleset } from '../../src/core/ruleset.ts';

/** Noon of an ordinary day; whole seconds, as Meta's times are. */
export const NOON = Date.UTC(2026, 9, 14, 12);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** An invented sender; equal numbers make equal people. */
export function sender(n = 1): Sender {
  const phone = `1555${String(n).padStart(7, '0')}`;
  return { id: phone, phone, userId: null, name: `Person ${n}`, username: null };
}

export function message(overrides: Partial<Message> = {}): Message {
  return {
    id: 'wamid.1',
    phoneNumberId: '100000000000010',
    displayPhoneNumber: '15550100001',
    channel: 'messages',
    sender: sender(),
    sentAt: NOON,
    receivedAt: NOON,
    type: 'text',
    rawType: 'text',
    text: 'hello',
    links: [],
    forwarded: 'no',
    isReply: false,
    repliesToUs: false,
    button: null,
    media: null,
    contactCards: 0,
    referral: null,
    groupId: null,
    errorCodes: [],
    identityChange: null,
    ...overrides,
  };
}

/** A rule that matched, in force, worth one point. */
export function hit(ruleId: string, overrides: Partial<RuleResult> = {}): RuleResult {
  return {
    ruleId,
    mode: 'enforce',
    matched: true,
    score: 1,
    group: null,
    then: null,
    stop: false,
    trust: 'regular',
    held: false,
    failed: false,
    reason: `${ruleId} said so`,
    words: [],
    conditions: [],
    ...overrides,
  };
}

/** A condition of a hand-made rule. */
export const conditionNode = (
  name: string,
  test: BoundCondition['test'],
  more: Partial<BoundCondition> = {},
): RuleNode & { kind: 'condition' } => ({
  kind: 'condition',
  path: `when.${name}`,
  file: 'rules.yaml',
  at: { line: 1, column: 1 },
  name,
  options: true,
  explain: '',
  shared: false,
  test,
  ...more,
});

/** A hand-made rule, in force, worth one point. */
export const ruleSpec = (ruleId: string, node: RuleNode, more: Partial<RuleSpec> = {}): RuleSpec => ({
  ruleId,
  mode: 'enforce',
  score: 1,
  group: null,
  then: null,
  stop: false,
  trust: 'regular',
  node,
  expires: null,
  asked: false,
  reason: () => '',
  ...more,
});

export const evaluation = (...rules: RuleResult[]): Evaluation => ({ rulesetHash: 'rules-1', rules });

export function policy(overrides: Partial<Policy> = {}): Policy {
  return {
    flagAt: 3,
    cooldownAt: 8,
    blockAt: 20,
    ladder: {
      stepsMs: [HOUR, 6 * HOUR, DAY],
      afterLadder: 'repeat',
      jitter: 0,
      capMs: DAY,
      strikesExpireMs: 30 * DAY,
    },
    protectedSenders: new Set(),
    customers: new Set(),
    brake: {
      establishedSenders: { count: 5, withinMs: 10 * MINUTE },
      shareOfActiveSenders: 0.2,
      minBlocks: 30,
      blocksPerMinute: 1000,
    },
    audit: { evidence: 'reasons', keepMs: 30 * DAY },
    ...overrides,
  };
}

/** A ruleset of hand-made rules. */
export function ruleset(rules: Ruleset['rules'], overrides: Partial<Ruleset> = {}): Ruleset {
  const base = overrides.policy ?? policy();
  const plan = NO_PLAN;
  return { hash: 'rules-1', rules, policy: base, policyFor: () => base, plan, ...overrides };
}

export function decision<A extends Decision['action']>(
  action: A,
  overrides: Partial<Decision> = {},
): Decision & { action: A } {
  return {
    messageId: 'wamid.1',
    senderId: sender().id,
    score: 9,
    lines: [],
    reasons: [{ ruleId: 'lures', text: 'a lure' }],
    monitored: [],
    limitedBy: null,
    probation: null,
    cooldownMs: null,
    onLadder: action === 'cooldown',
    rulesetHash: 'rules-1',
    decidedAt: NOON,
    ...overrides,
    action,
  };
}

export function entry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return { ...newEntry(sender()), ...overrides };
}

/** An entry in the middle of an episode that began at noon and is to last an hour. */
export function wanted(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return entry({
    desired: { kind: 'until', at: NOON + HOUR },
    deadlineAt: NOON + DAY - 5 * MINUTE,
    nextAttemptAt: NOON,
    lastInboundAt: NOON,
    episode: {
      id: 'wamid.1',
      startedAt: NOON,
      action: 'cooldown',
      rules: ['lures'],
      reasons: ['a lure'],
      rulesetHash: 'rules-1',
      evidence: 0,
      settledAt: null,
    },
    strikes: [{ id: 'wamid.1', at: NOON, expiresAt: NOON + 30 * DAY }],
    strikesTotal: 1,
    ...overrides,
  });
}

/** As `wanted`, and Meta confirmed the block a second later. */
export function blockedEntry(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  const before = wanted();
  return {
    ...before,
    actual: 'blocked',
    target: { user: `+${sender().phone ?? ''}` },
    episode: before.episode && { ...before.episode, settledAt: NOON + SECOND },
    ...overrides,
  };
}
