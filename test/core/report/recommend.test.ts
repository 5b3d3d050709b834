import { describe, expect, it } from '@jest/globals';
import type { AuditLine } from '../../../src/core/audit.ts';
import { recommend } from '../../../src/core/report/recommend.ts';
import { summarize } from '../../../src/core/report/summarize.ts';
import { DAY, NOON } from '../builders.ts';
import { callLine, CUSTOMER, decisionLine } from './lines.ts';

const seen = (mode: string, perDay: number, days: number, lines: AuditLine[] = []) =>
  recommend(
    summarize([{ days: Array.from({ length: days }, () => new Map([[`${mode}.allow`, perDay]])), lines }], {
      ...{ from: NOON - DAY, to: NOON, auditFrom: null },
    }),
  );
const monitor = { mode: 'monitor' } as const;
const passing = decisionLine(monitor);
const customer = decisionLine({ ...monitor, sender: CUSTOMER, reasons: [{ ruleId: 'floods', text: '' }] });

describe('recommend', () => {
  it.each<[string, ReturnType<typeof seen>, string, string]>([
    ['nothing came', seen('monitor', 0, 7), 'none', 'No message was judged'],
    ['too few days', seen('monitor', 1_000, 2, [passing]), 'watch', 'Watch longer: 2000 messages on 2 days'],
    ['too few messages', seen('monitor', 1, 7), 'watch', 'Watch longer: 7 messages on 7 days'],
    [
      'customers would be hit',
      seen('monitor', 1_000, 7, [passing, passing, customer]),
      'look',
      'Do not enforce yet: 1 of 2 people',
    ],
    [
      '… which counts from the first day',
      seen('monitor', 2, 1, [customer]),
      'look',
      'Do not enforce yet: 1 of 1 person ',
    ],
    [
      'only passing spammers would be hit',
      seen('monitor', 1_000, 7, [passing]),
      'enforce',
      'Nothing speaks against CORDON_MODE=enforce',
    ],
    ['nobody would be hit', seen('monitor', 1_000, 7), 'enforce', 'blocked nobody'],
    ['all is well while enforcing', seen('enforce', 1, 1, [decisionLine()]), 'keep', 'Nothing to do'],
    [
      'a customer was blocked',
      seen('enforce', 1, 1, [decisionLine({ sender: CUSTOMER })]),
      'look',
      '1 of 1 blocked person look like customers, mostly by lures',
    ],
    [
      'the brake held',
      seen('enforce', 1, 1, [decisionLine({ effect: 'held' })]),
      'look',
      'The brake held 1 block.',
    ],
    [
      'Meta refused',
      seen('enforce', 1, 1, [callLine({ result: 'refused' })]),
      'look',
      'Meta refused 1 block.',
    ],
  ])('%s', (_name, { advice, text }, expected, words) => {
    expect({ advice, text: text.join(' ') }).toEqual({
      advice: expected,
      text: expect.stringContaining(words),
    });
  });

  it('names the rules that meet customers, and monitor rules that meet none', () => {
    expect(seen('monitor', 1_000, 7, [passing, customer]).text[1]).toContain('these rules: floods.');
    const watched = decisionLine({
      action: 'allow',
      effect: null,
      reasons: [],
      monitored: [{ ruleId: 'fresh', text: '' }],
    });
    expect(seen('enforce', 1, 1, [watched]).text[1]).toContain('may be enforced: fresh');
  });
});
