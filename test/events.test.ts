import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../src/admin/metrics.ts';
import { hasFailed } from '../src/core/evaluate.ts';
import { createEvents } from '../src/events.ts';
import { createLogger } from '../src/log.ts';
import { hit, MINUTE, NOON, SECOND } from './core/builders.ts';

/** Events whose clock moves only when told, and the lines they logged. */
function stage() {
  const clock = { now: NOON };
  const lines: Record<string, unknown>[] = [];
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const log = createLogger({ level: 'info', destination });
  const metrics = createMetrics();
  const events = createEvents(log, metrics, {}, () => clock.now);
  return { clock, lines, metrics, events };
}

describe('a rule that fails on messages', () => {
  it('is logged once, by its id and ruleset, however many messages it fails on', () => {
    const { events, lines } = stage();
    for (let n = 0; n < 1_000; n += 1) events.moderate.ruleFailed('lures', 'hash-1');
    expect(lines).toEqual([expect.objectContaining({ level: 'error', rule: 'lures', ruleset: 'hash-1' })]);
  });

  it('is logged beside every other rule that fails, and again when the ruleset changed', () => {
    const { events, lines } = stage();
    for (const hash of ['hash-1', 'hash-1', 'hash-2', 'hash-2'])
      for (const id of ['lures', 'flood']) events.moderate.ruleFailed(id, hash);
    expect(lines.map(({ rule, ruleset }) => [rule, ruleset])).toEqual([
      ['lures', 'hash-1'],
      ['flood', 'hash-1'],
      ['lures', 'hash-2'],
      ['flood', 'hash-2'],
    ]);
  });

  it('is told apart from one that does not match', () => {
    expect(hasFailed(hit('odd', { matched: false, failed: true }))).toBe(true);
    expect(hasFailed(hit('odd', { matched: false }))).toBe(false);
    expect(hasFailed(hit('odd'))).toBe(false);
  });
});

describe('a brake that holds blocks', () => {
  const trip = {
    at: NOON,
    lastHeldAt: NOON,
    cause: 'established_senders',
    rulesetHash: 'v1',
    rule: 'lures',
  } as const;

  it('is logged when it trips and once a minute from then on, with the rule, how many are held, and what to do', () => {
    const { clock, events, lines } = stage();
    const hold = (held: number, more: object = {}) => events.moderate.held('100', { ...trip, held, ...more });
    for (let held = 1; held <= 400; held += 1) hold(held);
    clock.now += MINUTE;
    hold(401);
    hold(1, { rule: 'other', rulesetHash: 'v2' });
    events.moderate.held('200', { ...trip, held: 7 });
    expect(lines.map(({ phoneNumberId, rule, held }) => [phoneNumberId, rule, held])).toEqual([
      ['100', 'lures', 1],
      ['100', 'lures', 401],
      ['100', 'other', 1],
      ['200', 'lures', 7],
    ]);
    expect(lines[0]).toMatchObject({ level: 'error', cause: 'established_senders', ruleset: 'v1' });
    expect(lines[0]?.msg).toContain('cordon blocks release --rule lures');
    expect(lines[0]?.msg).toContain('cordon blocks undo --rule lures');
  });
});

describe('deliveries with a wrong signature', () => {
  it('are logged once a minute with how many there were, and every one is counted', async () => {
    const { clock, events, lines, metrics } = stage();
    const refuse = (times: number): void => {
      for (let n = 0; n < times; n += 1) events.receiver.delivery('bad-signature', 1);
    };
    refuse(500);
    clock.now += MINUTE - SECOND;
    refuse(1);
    clock.now += SECOND;
    refuse(1);
    expect(lines.map(({ count }) => count)).toEqual([1, 501]);
    expect((await metrics.render()).body).toMatch(/^cordon_\w+\{.*401.*\} 502$/m);
  });

  it('are not what other deliveries are logged as', () => {
    const { events, lines } = stage();
    events.receiver.delivery('stored', 1);
    expect(lines).toEqual([]);
  });
});

it('blocks taken back from the journal are an error in the log: Redis lost them', () => {
  const { events, lines } = stage();
  events.blocker.restored('106540352242922', 3);
  expect(lines).toEqual([expect.objectContaining({ level: 'error', count: 3 })]);
});

it('deadlines at risk are an error that says what to do, their end a note, those missed are counted', async () => {
  const { events, lines, metrics } = stage();
  events.blocker.late('100000000000010', { since: NOON, people: 3, firstAt: NOON, cause: 'auth' });
  events.blocker.lapsed('100000000000010', 2);
  events.blocker.inTime('100000000000010');
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'error',
      cause: 'auth',
      people: 3,
    }),
    expect.objectContaining({ level: 'warn', count: 2 }),
    expect.objectContaining({ level: 'info', phoneNumberId: '100000000000010' }),
  ]);
  expect(lines[0]?.msg).toMatch(/^3 blocks of this number .*cordon doctor/);
  expect((await metrics.render()).body).toContain('cordon_lapsed_total 2');
});
