import { expect, it } from '@jest/globals';
import { seededRandom } from '../../src/simulator/random.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { halfFailing } from '../chaos/weather.ts';
import { DoomedWorker } from './chaos.ts';
import { addQuickRule, LONG_MS, NUMBERS, sendEverything } from './crowd.ts';
import { expectSendersLogHolds } from './senders-log.ts';
import { openStage, type Stage } from './stage.ts';
import { inputOf } from './writers.ts';

/** `CORDON_E2E_SEED=7 npm test -- random-kills` plays another game; timing differs from run to run all the same. */
const SEED = Number(process.env.CORDON_E2E_SEED ?? 1);
/** How long Meta fails and workers are killed, once while offenders are blocked and once while they are lifted. */
const TROUBLE_MS = 8_000;

it('hundreds are blocked and let back in while workers are killed and Meta fails every second time', async () => {
  console.log(`random kills: seed ${SEED}`);
  const random = seededRandom(SEED);
  await using stage = await openStage({ cooldown: `${LONG_MS / 1000}s` });
  addQuickRule(stage);
  const { control } = stage.simulator;
  const troubles = { calls: 0, failed: 0 };
  const trouble = (seed: number): (() => void) => {
    const before = callsOf(stage);
    for (const plan of halfFailing(seed)) control.addFault(plan);
    return () => {
      control.clearFaults();
      const after = callsOf(stage);
      troubles.calls += after.calls - before.calls;
      troubles.failed += after.failed - before.failed;
    };
  };

  let heal = trouble(SEED * 1_000);
  let receiver = await stage.start({ role: 'receiver' });
  await using first = new DoomedWorker(stage, seededRandom(SEED * 100 + 1));
  await using second = new DoomedWorker(stage, seededRandom(SEED * 100 + 2));
  const workers = [first, second];
  const startedAt = Date.now();
  const { crowd, done: sending, left } = sendEverything(stage, () => receiver.webhook, random);
  // The receiver dies too, once; what it had not answered is sent again.
  const half = left() / 2;
  await waitFor(() => left() < half, { timeoutMs: 30_000 });
  await receiver.kill9();
  receiver = await stage.start({ role: 'receiver' });
  await lasting(startedAt + TROUBLE_MS - Date.now());
  heal();
  await sending;
  // A pause, so that everybody is blocked before the long cooldowns are over, unless the machine is very slow.
  await Promise.all(workers.map((worker) => worker.spare()));
  const owed = crowd.flatMap(({ kind, who }) =>
    kind === 'long' || kind === 'forever' ? [inputOf(who)] : [],
  );
  const allBlocked = (): boolean => {
    const inputs = new Set(control.log().map(({ input }) => input));
    return owed.every((input) => inputs.has(input));
  };
  await waitFor(() => allBlocked() || Date.now() > startedAt + LONG_MS, { timeoutMs: 2 * LONG_MS });
  for (const worker of workers) worker.doom();
  // The long cooldowns end one after the other.
  await lasting(startedAt + LONG_MS - Date.now());
  heal = trouble(SEED * 2_000);
  const from = callsOf(stage).failed;
  await lasting(TROUBLE_MS);
  await waitFor(() => callsOf(stage).failed > from + 10, { timeoutMs: 30_000, what: 'failing lifts' });
  heal();
  const kills = first.kills + second.kills;
  await Promise.all(workers.map((worker) => worker.spare()));
  await Promise.all(NUMBERS.map((number) => expectSendersLogHolds(stage, number, crowd)));
  console.log(`random kills: ${JSON.stringify({ kills, troubles, ms: Date.now() - startedAt })}`);

  expect(kills).toBeGreaterThan(5);
  expect(troubles.failed).toBeGreaterThan(10);
  expect(troubles.failed / troubles.calls).toBeGreaterThan(0.3);
  const { waiting, active, delayed, failed } = await stage.view.moderation();
  expect({ waiting, active, delayed, failed }).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
}, 180_000);

/** Trouble has no end to wait for but time. */
async function lasting(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

/** Calls so far, and those that brought anything but a plain 200 or left somebody out. */
function callsOf({ simulator }: Stage): { calls: number; failed: number } {
  const requests = simulator.control.requests();
  const failed = requests.filter(
    ({ status, faults }) => status !== 200 || faults.includes('omit') || faults.includes('reset'),
  );
  return { calls: requests.length, failed: failed.length };
}
