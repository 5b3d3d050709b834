import { describe, expect, it } from '@jest/globals';
import type { AuditLine } from '../../../src/core/audit.ts';
import { countsOf } from '../../../src/core/counts.ts';
import { summarize } from '../../../src/core/report/summarize.ts';
import { DAY, decision, NOON, SECOND } from '../builders.ts';
import { callLine, CUSTOMER, decisionLine } from './lines.ts';

const PERIOD = { from: NOON - DAY, to: NOON, auditFrom: null };
const day = (fields: Record<string, number>) => new Map(Object.entries(fields));
const of = (lines: AuditLine[], ...days: Record<string, number>[]) =>
  summarize([{ days: days.map(day), lines }], PERIOD);

describe('summarize', () => {
  it('adds messages up over days and numbers', () => {
    const one = {
      days: [day({ 'monitor.allow': 5 }), day({ 'monitor.allow': 2, 'monitor.block': 1, late: 1 })],
      lines: [],
    };
    const two = { days: [day({}), day({ 'enforce.allow': 4, 'rule.a': 1 })], lines: [] };
    const summary = summarize([one, two], PERIOD);
    expect(summary).toMatchObject({ ...PERIOD, total: 12, late: 1, daysWithMessages: 2 });
    expect(summary.messages).toEqual({
      monitor: { allow: 7, flag: 0, warn: 0, cooldown: 0, block: 1 },
      enforce: { allow: 4, flag: 0, warn: 0, cooldown: 0, block: 0 },
    });
  });

  it('adds up what became of warnings', () => {
    const days = [
      { 'warning.sent': 2, 'warning.unsent': 1 },
      { 'warning.sent': 1, 'warning.refused': 4 },
    ];
    expect(of([], ...days).warnings).toEqual({ sent: 3, unknown: 0, refused: 4, unsent: 1 });
  });

  it('ranks rules by the messages they matched, those in monitor mode marked', () => {
    const { rules } = of([], { 'rule.a': 1, 'watched.b.c': 5 }, { 'rule.a': 2 });
    expect(rules).toEqual([
      { rule: 'b.c', messages: 5, watched: true },
      { rule: 'a', messages: 3, watched: false },
    ]);
  });

  it.each([
    ['nothing', [], [{}], null],
    ['one mode', [], [{ 'enforce.allow': 1 }, { 'monitor.allow': 1 }, {}], 'monitor'],
    [
      'both on the last day, by its last decision',
      [decisionLine({ mode: 'monitor', at: NOON })],
      [{ 'enforce.allow': 9, 'monitor.block': 1 }],
      'monitor',
    ],
    ['both and no decision worth a line', [], [{ 'enforce.allow': 9, 'monitor.allow': 1 }], 'enforce'],
  ] as const)('the mode is that of the last day with messages: %s', (_name, lines, days, mode) => {
    expect(of([...lines], ...days).mode).toBe(mode);
  });

  it('counts what became of blocks, and how long they took from the webhook', () => {
    const fast = decisionLine({ receivedAt: NOON });
    const slow = decisionLine({ receivedAt: NOON });
    const waited = decisionLine({ receivedAt: NOON });
    const { enforcement } = of([
      ...[fast, slow, waited, decisionLine({ effect: 'held' }), decisionLine({ effect: 'evidence' })],
      callLine({ episode: fast.messageId, at: NOON + SECOND }),
      callLine({ episode: slow.messageId, at: NOON + 3 * SECOND }),
      callLine({ episode: waited.messageId, result: 'armed', at: NOON }),
      callLine({ episode: waited.messageId, at: NOON + DAY }),
      callLine({ episode: 'operator:1' }),
      callLine({ result: 'refused' }),
      callLine({ direction: 'lift' }),
      callLine({ direction: 'lift', result: 'unknown' }),
      { kind: 'operator', at: NOON, senderId: 'US.1', op: 'lift' },
    ]);
    expect(enforcement).toEqual({
      ...{ opened: 3, blocked: 4, lifted: 1, held: 1, armed: 1, refused: 1, byHand: 1 },
      ...{ averageMs: 2 * SECOND, slowestMs: 3 * SECOND },
    });
    expect(of([]).enforcement).toMatchObject({ averageMs: null, slowestMs: null });
  });

  it('counts those whose deadline passed among the armed, and not as slow', () => {
    const { senderId, messageId } = decisionLine();
    const { enforcement } = of([
      decisionLine({ senderId, messageId, receivedAt: NOON }),
      { kind: 'lapsed', at: NOON + DAY, senderId, rules: ['lures'], episode: messageId },
      callLine({ senderId, episode: messageId, at: NOON + 2 * DAY }),
    ]);
    expect(enforcement).toMatchObject({ armed: 1, blocked: 1, averageMs: null, slowestMs: null });
  });

  it.each([
    // Taken after 0.9 s, then its head start of 2 s.
    ['sent', 1_000, 2_100],
    ['unknown', 1_000, 2_100],
    ['refused', 1_000, 4_100],
    // The block did not wait for it.
    ['sent', 60_000, 1_000],
  ] as const)(
    'the time a block waits for its warning is not counted: %s after %d ms',
    (result, after, averageMs) => {
      const warned = decisionLine({ receivedAt: NOON, at: NOON + 100, warning: 'waits' });
      const { senderId, messageId } = warned;
      const about = { senderId, messageId, reason: '', code: null, beforeBlock: true, rules: [] };
      const { enforcement } = of([
        warned,
        { kind: 'warning', at: NOON + after, result, ...about },
        callLine({ episode: messageId, at: NOON + (after > 10_000 ? 11_000 : 5_000) }),
      ]);
      expect(enforcement.averageMs).toBe(averageMs);
    },
  );

  it('in monitor mode names each person once, with all rules, the harshest action, and whether they ever looked like a customer', () => {
    const monitor = { mode: 'monitor', senderId: 'US.a' } as const;
    const { wouldBlock, blocked } = of([
      decisionLine({ ...monitor, action: 'block', at: NOON - 9 }),
      decisionLine({ ...monitor, reasons: [{ ruleId: 'floods', text: '' }], sender: CUSTOMER, at: NOON - 5 }),
      decisionLine({ ...monitor, senderId: 'US.b', at: NOON - 1 }),
      decisionLine({ ...monitor, senderId: 'US.c', action: 'flag' }),
    ]);
    expect(wouldBlock.people).toEqual([
      {
        senderId: 'US.b',
        offences: 1,
        action: 'cooldown',
        rules: ['lures'],
        looksLikeCustomer: false,
        lastAt: NOON - 1,
      },
      {
        senderId: 'US.a',
        offences: 2,
        action: 'block',
        rules: ['lures', 'floods'],
        looksLikeCustomer: true,
        lastAt: NOON - 5,
      },
    ]);
    expect(wouldBlock.rules).toEqual([
      { rule: 'lures', people: 2, customers: 0 },
      { rule: 'floods', people: 1, customers: 1 },
    ]);
    expect(blocked.people).toEqual([]);
  });

  it('tells whom rules in monitor mode meet, whatever the message came to', () => {
    const monitored = [{ ruleId: 'new-rule', text: '' }];
    const { watched } = of([
      decisionLine({
        action: 'allow',
        effect: null,
        reasons: [],
        monitored,
        senderId: 'US.a',
        sender: CUSTOMER,
      }),
      decisionLine({ monitored, senderId: 'US.b' }),
      decisionLine({ monitored, senderId: 'US.b' }),
    ]);
    expect(watched).toEqual([{ rule: 'new-rule', people: 2, customers: 1 }]);
  });
});

describe('countsOf', () => {
  it('counts messages by action and mode, rules, effects, protection and late ones', () => {
    const decided = [
      { decision: decision('allow', { reasons: [] }), effect: null },
      { decision: decision('allow', { reasons: [], limitedBy: 'protected' }), effect: null },
      {
        decision: decision('cooldown', { monitored: [{ ruleId: 'm', text: '' }] }),
        effect: 'opened' as const,
      },
      { decision: decision('cooldown'), effect: 'evidence' as const },
    ];
    expect(Object.fromEntries(countsOf(decided, 2, 'enforce'))).toEqual({
      ...{ 'enforce.allow': 2, 'enforce.cooldown': 2, 'rule.lures': 2, 'watched.m': 1 },
      ...{ 'effect.opened': 1, 'effect.evidence': 1, protected: 1, late: 2 },
    });
    expect(countsOf([], 0, 'monitor').size).toBe(0);
  });
});
