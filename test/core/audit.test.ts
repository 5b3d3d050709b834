import { describe, expect, it } from '@jest/globals';
import type { AuditLine, SenderHints } from '../../src/core/audit.ts';
import { actorOf, hintsOf, looksLikeCustomer, ruleIdsOf } from '../../src/core/audit.ts';
import { DAY, message, NOON, SECOND } from './builders.ts';
import { callLine, decisionLine } from './report/lines.ts';

const stranger: SenderHints = {
  firstSeenAt: NOON,
  messagesSeen: 0,
  repliesToUs: false,
  button: false,
  order: false,
};

describe('looksLikeCustomer', () => {
  it.each<[string, Partial<SenderHints>, boolean]>([
    ['a newcomer', {}, false],
    ['known for two days with three messages', { firstSeenAt: NOON - 2 * DAY, messagesSeen: 3 }, true],
    ['known a little less long', { firstSeenAt: NOON - 2 * DAY + SECOND, messagesSeen: 100 }, false],
    ['known for long with two messages', { firstSeenAt: NOON - 30 * DAY, messagesSeen: 2 }, false],
    ['answering our message', { repliesToUs: true }, true],
    ['pressing our button', { button: true }, true],
    ['ordering', { order: true }, true],
  ])('%s', (_name, hints, expected) => {
    expect(looksLikeCustomer({ ...stranger, ...hints }, NOON)).toBe(expected);
  });

  it('hints come from the message and the history', () => {
    const history = { firstSeenAt: NOON - DAY, messagesSeen: 5 };
    expect(hintsOf(message(), history)).toEqual({ ...stranger, ...history });
    const press = message({
      type: 'order',
      repliesToUs: true,
      button: { kind: 'button', id: '1', title: 'Yes' },
    });
    expect(hintsOf(press, history)).toEqual({ ...history, repliesToUs: true, button: true, order: true });
  });
});

describe('an audit line', () => {
  const counted = (ruleId: string) => ({ ruleId, score: 8, counted: 8, note: null });
  const about = { at: NOON, senderId: 'US.1' };
  it.each<[string, AuditLine, string, string[]]>([
    [
      'of a decision',
      decisionLine({
        lines: [counted('lures'), counted('held-back')],
        reasons: [{ ruleId: 'lures', text: 'x' }],
        monitored: [{ ruleId: 'watched', text: '' }],
      }),
      'rules',
      ['lures', 'held-back', 'watched'],
    ],
    ['of a call', callLine({ rules: ['lures'] }), 'Meta', ['lures']],
    ['of a call by an older Cordon', callLine(), 'Meta', []],
    ['of an operator', { kind: 'operator', op: 'lift', ...about }, 'operator', []],
    [
      'of an operator who meant a rule',
      { kind: 'operator', op: 'lift', rule: 'lures', ...about },
      'operator',
      ['lures'],
    ],
    ['of an end', { kind: 'ended', ...about, rules: ['lures'] }, 'Cordon', ['lures']],
    ['of a hold', { kind: 'held', ...about, rules: [] }, 'Cordon', []],
    ['of a look at the list', { kind: 'verified', ...about, present: true }, 'reconcile', []],
    [
      'of a late message',
      { kind: 'late', messageId: 'm', senderId: 'US.1', sentAt: 1, type: 'text' },
      'Cordon',
      [],
    ],
  ])('%s names who did it and every rule it is about', (_, line, actor, rules) => {
    expect(actorOf(line)).toBe(actor);
    expect(ruleIdsOf(line)).toEqual(rules);
  });
});
