import { expect, it } from '@jest/globals';
import { play } from './play.ts';
import { faultsIn, reportText, violationsIn } from './report.ts';

/** `CORDON_CHAOS_SEED=7 npm test -- test/chaos` plays another run; timing differs from run to run all the same. */
const SEED = Number(process.env.CORDON_CHAOS_SEED ?? 1);
const TROUBLE_MS = 15_000;

it('hundreds write, are decided once, blocked and let back in while everything around is killed, frozen, cut off and misled', async () => {
  const result = await play({ seed: SEED, troubleMs: TROUBLE_MS });
  if (violationsIn(result) > 0) console.log(reportText(result));
  expect(Object.entries(result.violations).filter(([, found]) => found.length > 0)).toEqual([]);
  // Otherwise it was a quiet day, and proved nothing.
  const kills = Object.entries(result.injected).filter(([kind]) => /killed|^point/.test(kind));
  expect(kills.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(3);
  expect(faultsIn(result)).toBeGreaterThan(100);
  expect(result.changes).toBeGreaterThan(30);
  expect(result.answers[200]).toBeGreaterThan(100);
}, 300_000);
