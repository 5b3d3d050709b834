import { describe, expect, it } from '@jest/globals';
import type { LogLine } from '../../src/demo/sender/log.ts';
import { type Evidence, reckon } from '../../src/demo/verdict.ts';

type Part = LogLine['person']['part'];
const line = (id: string, part: Part, n: number, overrides: Partial<LogLine> = {}): LogLine => ({
  kind: 'sent',
  id,
  person: { phone: `1555000000${n}`, userId: `US.${n}`, part },
  at: 0,
  ...overrides,
});
const change = (op: 'block' | 'lift', n: number): Evidence['changes'][number] => ({
  op,
  waId: `1555000000${n}`,
});

/** Two customers and two offenders; one of those has no phone. Everything went as it must. */
const good: Evidence = {
  log: [
    line('a', 'innocent', 1),
    line('b', 'innocent', 2),
    line('c', 'offender', 3),
    line('d', 'offender', 4, { person: { phone: null, userId: 'US.4', part: 'offender' } }),
    line('e', 'offender', 3, { kind: 'stopped' }),
    line('f', 'innocent', 1, { kind: 'refused' }),
  ],
  decided: new Set(['a', 'b', 'c', 'd']),
  changes: [
    change('block', 3),
    { op: 'block', userId: 'US.4' },
    { op: 'lift', userId: 'US.4' },
    change('lift', 3),
  ],
  stillBlocked: 0,
};
const fine = { sent: 4, moderated: 4, blocked: 2, lifted: 2, innocentBlocked: 0, lost: 0 };

describe('reckon', () => {
  it('finds no fault where everybody was treated as they must be', () => {
    expect(reckon(good)).toEqual({ result: fine, problems: [] });
  });

  it('counts a message and a person once, however often they come', () => {
    const again = [...good.changes, change('block', 3), change('lift', 3)];
    expect(reckon({ ...good, log: [...good.log, ...good.log], changes: again })).toEqual({
      result: fine,
      problems: [],
    });
  });

  it.each<[string, Partial<Evidence>, Partial<typeof fine>, string]>([
    [
      'a message without a decision',
      { decided: new Set(['a', 'b', 'c']) },
      { moderated: 3, lost: 1 },
      '1 acknowledged messages without a decision',
    ],
    [
      'a customer who was blocked, be it for a moment',
      { changes: [...good.changes, change('block', 1), change('lift', 1)] },
      { blocked: 3, lifted: 3, innocentBlocked: 1 },
      '1 innocent people were blocked',
    ],
    [
      'somebody blocked who never wrote',
      { changes: [...good.changes, change('block', 9), change('lift', 9)] },
      { blocked: 3, lifted: 3 },
      '1 people were blocked who never wrote',
    ],
    [
      'an offender who was spared',
      { changes: [change('block', 3), change('lift', 3)] },
      { blocked: 1, lifted: 1 },
      '1 offenders were not blocked',
    ],
    [
      'a second block without an end',
      { changes: [...good.changes, change('block', 3)] },
      {},
      '1 people were not let back in as often as they were blocked',
    ],
    ['somebody left on the list', { stillBlocked: 1 }, {}, '1 people are still on the blocklist'],
    [
      'a message nobody took',
      { log: [...good.log, line('g', 'innocent', 1, { kind: 'failed' })] },
      {},
      '1 messages were never acknowledged',
    ],
    [
      'a forgery that was believed',
      { log: [...good.log, line('g', 'innocent', 1, { kind: 'believed' })] },
      {},
      '1 forged deliveries were not refused',
    ],
  ])('finds %s', (_, wrong, counts, problem) => {
    expect(reckon({ ...good, ...wrong })).toEqual({ result: { ...fine, ...counts }, problems: [problem] });
  });

  it('takes a story in which nothing was sent for a failure', () => {
    const { result, problems } = reckon({ log: [], decided: new Set(), changes: [], stillBlocked: 0 });
    expect(result).toEqual({ sent: 0, moderated: 0, blocked: 0, lifted: 0, innocentBlocked: 0, lost: 0 });
    expect(problems).toEqual(['no message was acknowledged']);
  });
});
