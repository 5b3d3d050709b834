import { describe, expect, it } from '@jest/globals';
import type { AuditLine } from '../../src/core/audit.ts';
import { actorOf, ruleIdsOf } from '../../src/core/audit.ts';
import { NOON } from './builders.ts';
import { callLine, decisionLine } from './report/lines.ts';

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
