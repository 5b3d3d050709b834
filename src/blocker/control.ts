import { backoffMs } from './backoff.ts';
import type { Outcome } from './outcome.ts';
import type { NumberControl } from './number-control.ts';

const FIRST_PROBE_MS = 30_000;
const LONGEST_PROBE_MS = 10 * 60_000;

/** What a call's outcome means for the number's next calls. Pure. */
export function controlAfter(
  control: NumberControl,
  outcome: Outcome,
  about: { code: number | null; size: number; configured: number; now: number; random: number },
): NumberControl {
  const { code, size, configured, now, random } = about;
  const failures = control.failures + 1;
  const pause = (count: number): number => now + backoffMs(count, random, outcome.waitMs);
  const resting = { failures, backoffUntil: pause(failures), backoffReason: outcome.reason };
  switch (outcome.class) {
    case 'done': {
      const batchSize =
        control.batchSize === null || control.batchSize * 2 >= configured ? null : control.batchSize * 2;
      return { ...answered(control), halted: null, batchSize };
    }
    case 'halt':
      return {
        ...control,
        halted: { since: now, code, reason: outcome.reason, probeAt: now + FIRST_PROBE_MS, probes: 0 },
      };
    case 'shrink':
      return { ...control, ...resting, batchSize: halved(size) };
    case 'bisect':
      return { ...control, batchSize: halved(size) };
    case 'full':
      return { ...answered(control), fullUntil: pause(1) };
    case 'pause':
    case 'retry':
    case 'restart':
    case 'verify':
      return { ...control, ...resting };
    case 'arm':
    case 'drop':
      return control;
  }
}

/** Meta answers: whatever made us rest is over. */
const answered = (control: NumberControl): NumberControl => ({
  ...control,
  backoffUntil: 0,
  backoffReason: null,
  failures: 0,
});

/** The probe failed again: the next one comes later, at most every ten minutes. */
export function probeFailed(control: NumberControl, now: number): NumberControl {
  if (control.halted === null) return control;
  const probes = control.halted.probes + 1;
  const wait = Math.min(FIRST_PROBE_MS * 2 ** probes, LONGEST_PROBE_MS);
  return { ...control, halted: { ...control.halted, probes, probeAt: now + wait } };
}

/** Meta let the probe pass: everything goes on. */
export const resumed = (control: NumberControl): NumberControl => ({ ...answered(control), halted: null });

const halved = (size: number): number => Math.max(1, Math.floor(size / 2));
