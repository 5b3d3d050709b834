import type { Edit } from './tree.ts';

/**
 * What waits minutes or hours in production waits seconds in a chaos run, so that every wait is met many times. These have no
 * setting; those that have one are set where the processes are started.
 */
export const SHORT_INTERVALS: readonly Edit[] = [
  { file: 'src/blocker/backoff.ts', find: 'LONGEST_MS = 5 * 60_000', put: 'LONGEST_MS = 3_000' },
  { file: 'src/blocker/outcome-table.ts', find: 'MINUTE_MS = 60_000', put: 'MINUTE_MS = 1_000' },
  { file: 'src/blocker/control.ts', find: 'FIRST_PROBE_MS = 30_000', put: 'FIRST_PROBE_MS = 1_000' },
  { file: 'src/blocker/control.ts', find: 'LONGEST_PROBE_MS = 10 * 60_000', put: 'LONGEST_PROBE_MS = 3_000' },
  { file: 'src/blocker/repair.ts', find: 'LOOK_AGAIN_MS = 5 * 60_000', put: 'LOOK_AGAIN_MS = 3_000' },
  { file: 'src/blocker/listing-pause.ts', find: 'PER_PAGE_MS = 5_000', put: 'PER_PAGE_MS = 300' },
  { file: 'src/blocker/listing-pause.ts', find: 'LONGEST_MS = 5 * 60_000', put: 'LONGEST_MS = 3_000' },
  {
    file: 'src/core/ledger/enforcement.ts',
    find: 'REFUSED_LIFT_RETRY_MS = 15 * 60_000',
    put: 'REFUSED_LIFT_RETRY_MS = 3_000',
  },
  {
    file: 'src/core/ledger/enforcement.ts',
    find: 'LONGEST_DOUBT_MS = 5 * 60_000',
    put: 'LONGEST_DOUBT_MS = 3_000',
  },
  { file: 'src/workers/start.ts', find: 'ENFORCEMENT_LOCK_MS = 30_000', put: 'ENFORCEMENT_LOCK_MS = 3_000' },
];
