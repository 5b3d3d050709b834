import { backoffMs } from './backoff.ts';
import type { Outcome } from './outcome.ts';
import type { NumberControl } from './ports.ts';

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
  switch (outcome.class) {
    case 'done': {
      const batchSize =
        control.batchSize === null || control.batchSize * 2 >= configured ? null : control.batchSize * 2;
      return { halted: null, backoffUntil: 0, failures: 0, batchSize };
    }
    case 'halt':
      return {
        ...control,
        halted: { since: now, code, reason: outcome.reason, probeAt: now + FIRST_PROBE_MS, probes: 0 },
      };
    case 'pause':
      return { ...control, failures, backoffUntil: now + backoffMs(failures, random, outcome.waitMs) };
    case 'shrink':
      return {
        ...control,
        failures,
        batchSize: halved(size),
        backoffUntil: now + backoffMs(failures, random, outcome.waitMs),
      };
    case 'bisect':
      return { ...control, batchSize: halved(size) };
    case 'retry':
    case 'restart':
    case 'verify':
      // A full list stops blocks, each by its own wait, but never the lifts that make room.
      if (outcome.reason === 'list-full') return control;
      return { ...control, failures, backoffUntil: now + backoffMs(failures, random, outcome.waitMs) };
    case 'arm':
    case 'drop':
      return control;
  }
}

/** The probe failed again: the next one comes later, at most every ten minutes. */
export function probeFailed(control: NumberControl, now: number): NumberControl {
  if (control.halted === null) return control;
  const probes = control.halted.probes + 1;
  const wait = Math.min(FIRST_PROBE_MS * 2 ** probes, LONGEST_PROBE_MS);
  return { ...control, halted: { ...control.halted, probes, probeAt: now + wait } };
}

const halved = (size: number): number => Math.max(1, Math.floor(size / 2));
