import { describe, expect, it } from '@jest/globals';
import { MINUTE, NOON, SECOND } from '../core/builders.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { CALL_TIMEOUT_MS, idOf, NUMBER, offender, people, Rig, SETTLE_MARGIN_MS } from './rig.ts';

describe('the lease', () => {
  it('of two blockers at once only one calls Meta', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ verb: 'POST', fault: { kind: 'latency', ms: 100 } });
    await rig.put(...people(50).map((n) => offender(n)));
    const results = await Promise.all([rig.run(), rig.run(), rig.reconcile()]);
    expect([...results].sort()).toEqual(['busy', 'busy', 'idle']);
    expect(rig.simulator.control.requests().map(({ verb }) => verb)).toEqual(['POST']);
    expect(rig.listed()).toHaveLength(50);
  });

  it('is free again after every run, also one that failed', async () => {
    await using rig = await Rig.open();
    await rig.put(offender(1));
    const open = (): never => {
      throw new Error('Redis is away');
    };
    const broken = rig.run({ ledger: { ...rig.deps.ledger, due: open } });
    await expect(broken).rejects.toThrow('Redis is away');
    expect(await rig.numbers.acquireLease(NUMBER, 'next', MINUTE)).toBe(true);
  });

  it('lost during a call, nothing of its answer is written: it is the next one’s to find out', async () => {
    await using rig = await Rig.open();
    rig.simulator.control.addFault({ verb: 'POST', count: 1, fault: { kind: 'latency', ms: 150 } });
    await rig.put(offender(1));
    let lease = '';
    const run = rig.run({
      numbers: {
        ...rig.deps.numbers,
        acquireLease: (number, token, ttlMs) => {
          lease = token;
          return rig.deps.numbers.acquireLease(number, token, ttlMs);
        },
      },
    });
    await waitFor(async () => (await rig.status(1)) === 'blocking');
    await rig.numbers.releaseLease(NUMBER, lease);
    await rig.numbers.acquireLease(NUMBER, 'other', MINUTE);
    expect(await run).toBe('lease-lost');
    expect(await rig.status(1)).toBe('blocking');
    expect(await rig.numbers.renewLease(NUMBER, 'other', MINUTE)).toBe(true);

    await rig.numbers.releaseLease(NUMBER, 'other');
    rig.now += CALL_TIMEOUT_MS + SETTLE_MARGIN_MS;
    await rig.finish();
    expect(await rig.status(1)).toBe('blocked');
    expect(rig.calls('POST')).toHaveLength(1);
  });

  it('lost between claim and call by a process that slept, Meta is not called at all', async () => {
    await using rig = await Rig.open();
    await rig.put(offender(1));
    const asleep = (): void => {
      rig.now += MINUTE;
    };
    expect(await rig.run({ crashPoint: (name) => (name === 'claimed' ? asleep() : undefined) })).toBe(
      'lease-lost',
    );
    expect(rig.calls('POST')).toEqual([]);
    await rig.finish();
    expect(await rig.status(1)).toBe('blocked');
  });

  it('outlives a whole call, and a claim outlives it too', async () => {
    await using rig = await Rig.open();
    const ttls: number[] = [];
    await rig.put(offender(1));
    await rig.run({
      numbers: {
        ...rig.deps.numbers,
        renewLease: (number, token, ttlMs) => {
          ttls.push(ttlMs);
          return rig.deps.numbers.renewLease(number, token, ttlMs);
        },
      },
      crashPoint: (name) => {
        if (name === 'called') rig.now = NOON + CALL_TIMEOUT_MS + SETTLE_MARGIN_MS - SECOND;
      },
    });
    expect(Math.min(...ttls)).toBeGreaterThan(CALL_TIMEOUT_MS + SETTLE_MARGIN_MS);
    expect(await rig.status(1)).toBe('blocked');
  });

  it('does not keep moderation from writing; the blocker works with what it finds', async () => {
    await using rig = await Rig.open();
    await rig.put(...people(20).map((n) => offender(n)));
    await rig.run({
      crashPoint: () => undefined,
      api: {
        ...rig.deps.api,
        block: async (number, targets) => {
          const answer = await rig.deps.api.block(number, targets);
          const current = await rig.entry(idOf(3));
          await rig.put({ ...current, episode: current.episode && { ...current.episode, evidence: 7 } });
          return answer;
        },
      },
    });
    expect(await rig.entry(idOf(3))).toMatchObject({ actual: 'blocked', episode: { evidence: 7 } });
  });
});
