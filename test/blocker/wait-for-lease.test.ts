import { describe, expect, it } from '@jest/globals';
import { reconcileNumber } from '../../src/blocker/reconcile.ts';
import { whileBusy } from '../../src/blocker/wait-for-lease.ts';
import { MINUTE, SECOND } from '../core/builders.ts';
import { NUMBER, Rig } from './rig.ts';

/** Another process holds the number until `freeAt`; nobody sleeps but the clock. */
async function held(
  rig: Rig,
  freeAfterMs: number,
): Promise<{ kind: string; waited: string[]; tries: number }> {
  await rig.numbers.acquireLease(NUMBER, 'other', 10 * MINUTE);
  const freeAt = rig.now + freeAfterMs;
  const waited: string[] = [];
  let tries = 0;
  const attempt = async (): ReturnType<typeof reconcileNumber> => {
    tries += 1;
    return reconcileNumber(NUMBER, rig.deps);
  };
  const { kind } = await whileBusy(attempt, {
    ...{ waitMs: MINUTE, everyMs: SECOND, now: () => rig.now },
    onWait: () => void waited.push('waiting'),
    async sleep(ms) {
      rig.now += ms;
      if (rig.now >= freeAt) await rig.numbers.releaseLease(NUMBER, 'other');
    },
  });
  return { kind, waited, tries };
}

describe('reconcile beside a worker that serves the number', () => {
  it('says so once and goes on when the number is free', async () => {
    await using rig = await Rig.open();
    expect(await held(rig, 5 * SECOND)).toEqual({ kind: 'done', waited: ['waiting'], tries: 6 });
  });

  it('gives up after its time', async () => {
    await using rig = await Rig.open();
    expect(await held(rig, 10 * MINUTE)).toMatchObject({ kind: 'busy', tries: 61 });
    expect(rig.calls('GET')).toEqual([]);
  });
});
