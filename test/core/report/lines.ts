import type { DecisionLine, EnforcementLine } from '../../../src/core/audit.ts';
import type { SenderHints } from '../../../src/core/sender-hints.ts';
import { NOON } from '../builders.ts';

export const NEWCOMER: SenderHints = {
  firstSeenAt: NOON,
  messagesSeen: 0,
  repliesToUs: false,
  button: false,
  order: false,
};
export const CUSTOMER: SenderHints = { ...NEWCOMER, order: true };

let lines = 0;

/** A cooldown by the rule `lures`, opened in enforce mode. */
export function decisionLine(overrides: Partial<DecisionLine> = {}): DecisionLine {
  lines += 1;
  return {
    kind: 'decision',
    at: NOON,
    receivedAt: NOON - 100,
    messageId: `wamid.${lines}`,
    senderId: `US.${lines}`,
    sentAt: NOON,
    type: 'text',
    mode: 'enforce',
    action: 'cooldown',
    effect: overrides.mode === 'monitor' ? null : 'opened',
    score: 9,
    lines: [],
    reasons: [{ ruleId: 'lures', text: '' }],
    monitored: [],
    limitedBy: null,
    rulesetHash: '',
    sender: NEWCOMER,
    ...overrides,
  };
}

export function callLine(overrides: Partial<EnforcementLine> = {}): EnforcementLine {
  return {
    ...{ kind: 'enforcement', at: NOON, senderId: 'US.1', direction: 'block', result: 'done', reason: 'ok' },
    ...{ code: null, episode: null, until: null },
    ...overrides,
  };
}
