import { describe, expect, it } from '@jest/globals';
import { deadlineAfter } from '../../src/core/ledger/entry.ts';
import { nextAction } from '../../src/core/ledger/next-action.ts';
import type { Desired, LedgerEntry } from '../../src/core/ledger/entry.ts';
import type { FaultPlan } from '../../src/simulator/faults.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { DAY, HOUR, MINUTE, NOON, SECOND } from '../core/builders.ts';
import { idOf, NUMBER, offender, people, Rig } from './rig.ts';

const CROWD = people(60);
/** Every third has a cooldown that ends during the trouble, every third one that outlasts it, the others are to be blocked for good. */
const desired = (n: number): Desired =>
  n % 3 === 0
    ? { kind: 'until', at: NOON + 6 * HOUR }
    : n % 3 === 1
      ? { kind: 'until', at: NOON + 3 * DAY }
      : { kind: 'permanent' };
const GONE = CROWD.filter((n) => n % 3 === 0);
const LEFT = CROWD.filter((n) => n % 3 !== 0);

/** Offenders of the last 23 hours: each may be blocked for another 1 to 24. */
async function crowd(faults: readonly FaultPlan[]): Promise<Rig> {
  const rig = await Rig.open({
    simulator: { strictWindow: true },
    deps: { random: seededRandom(7), batchSize: 40 },
  });
  const entries = CROWD.map((n): LedgerEntry => {
    const lastInboundAt = NOON - Math.floor((n * 23 * HOUR) / CROWD.length);
    rig.simulator.control.inbound({ phone: idOf(n), at: lastInboundAt });
    return offender(n, { desired: desired(n), lastInboundAt, deadlineAt: deadlineAfter(lastInboundAt) });
  });
  await rig.put(...entries);
  for (const fault of faults) rig.simulator.control.addFault(fault);
  return rig;
}

const SWEEP = 5 * SECOND;

/** As the sweeps of so long a time, without those that would find nothing to do. With `restarts` a new process takes over now and then. */
async function pass(rig: Rig, ms: number, { restarts = false } = {}): Promise<void> {
  const end = rig.now + ms;
  let [deps, startedAt] = [rig.deps, rig.now];
  while (rig.now < end) {
    if (restarts && rig.now - startedAt > 5 * HOUR) [deps, startedAt] = [rig.restarted(), rig.now];
    const result = await rig.run(deps);
    const { backoffUntil, halted, fullUntil } = await rig.control();
    const { timed } = await rig.ledger.due(NUMBER, end, 1);
    const next = timed[0] === undefined ? end : nextAction(timed[0], rig.now).at;
    const wake = result === 'idle' ? next : Math.max(backoffUntil, halted?.probeAt ?? 0, fullUntil);
    rig.now = Math.min(end, Math.max(rig.now + SWEEP, NOON + Math.ceil((wake - NOON) / SWEEP) * SWEEP));
  }
}

const blocksMade = (rig: Rig): string[] =>
  rig.simulator.control.log().flatMap(({ op, waId }) => (op === 'block' ? [waId ?? ''] : []));

/** What keeps Meta from taking a block, and how many calls 25 hours of it may cost at most. */
const troubles: [what: string, faults: FaultPlan[], atMost: number][] = [
  ['5xx on every call', [{ fault: { kind: 'html', status: 503 } }], 700],
  [
    '5xx on blocks, a list that can be read',
    [{ verb: 'POST', fault: { kind: 'error', code: 131_016 } }],
    700,
  ],
  ['connections that break', [{ fault: { kind: 'reset', when: 'before' } }], 700],
  ['every user failing with 139103', [{ fault: { kind: 'partial', share: 1 } }], 700],
  ['rate limit 80007', [{ fault: { kind: 'error', code: 80_007 } }], 330],
  ['rate limit 4', [{ fault: { kind: 'error', code: 4 } }], 330],
  ['a full list', [{ verb: 'POST', fault: { kind: 'error', code: 139_101 } }], 110],
  ['a full list, told user by user', [{ fault: { kind: 'partial', share: 1, code: 139_101 } }], 110],
  ['a token that is no longer taken', [{ fault: { kind: 'error', code: 190 } }], 160],
];

const cases = troubles.map(([what, ...rest]) => [what, 'in one process', ...rest] as const);
const restarted = troubles.slice(0, 1).map(([what, ...rest]) => [what, 'over restarts', ...rest] as const);

describe('25 hours in which Meta takes no block', () => {
  it.each([...cases, ...restarted])(
    '%s, %s: nothing loops, the lapsed are armed, and one message of each is one block',
    async (_, life, faults, atMost) => {
      await using rig = await crowd(faults);
      await pass(rig, 25 * HOUR, { restarts: life === 'over restarts' });
      const calls = rig.simulator.control.requests().length;
      expect(calls).toBeGreaterThan(5);
      expect(calls).toBeLessThan(atMost);
      expect(blocksMade(rig)).toEqual([]);

      rig.simulator.control.heal();
      await pass(rig, 12 * MINUTE);
      expect(new Set(await rig.statuses(...LEFT))).toEqual(new Set(['armed']));
      expect(new Set(await rig.statuses(...GONE))).toEqual(new Set(['none']));
      expect(blocksMade(rig)).toEqual([]);

      // Long quiet again: whoever is armed costs no call.
      const before = rig.simulator.control.requests().length;
      await pass(rig, 10 * MINUTE);
      expect(rig.simulator.control.requests()).toHaveLength(before);

      for (const n of CROWD) await rig.inbound(n);
      await pass(rig, MINUTE);
      expect(blocksMade(rig).sort()).toEqual(LEFT.map(idOf).sort());
      expect(new Set(await rig.statuses(...LEFT))).toEqual(new Set(['blocked']));
      expect(
        rig.simulator.control
          .requests()
          .slice(before)
          .map(({ verb, users }) => [verb, users]),
      ).toEqual([['POST', LEFT.length]]);
    },
    180_000,
  );
});
