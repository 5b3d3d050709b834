import type { FaultPlan } from '../../src/simulator/server.ts';

type Fault = FaultPlan['fault'];

/** What Meta does for a while. */
export interface Weather {
  name: string;
  faults: readonly (readonly [probability: number, fault: Fault])[];
  /** Only calls for one of the numbers. @default all of them */
  oneNumber?: true;
  /** Refuses our token instead. */
  badToken?: true;
}

/** About every second call goes wrong in one way or another; afterwards half of those have been carried out all the same. */
const HALF_FAILING: Weather['faults'] = [
  [0.05, { kind: 'html', status: 502, when: 'before' }],
  [0.05, { kind: 'html', status: 503, when: 'after' }],
  [0.05, { kind: 'error', code: 131_000, when: 'before' }],
  [0.05, { kind: 'error', code: 2, when: 'after' }],
  [0.05, { kind: 'reset', when: 'before' }],
  [0.05, { kind: 'reset', when: 'after' }],
  [0.05, { kind: 'reset', when: 'midway' }],
  [0.04, { kind: 'hang', when: 'before' }],
  [0.04, { kind: 'hang', when: 'after' }],
  [0.1, { kind: 'partial', share: 0.3 }],
  [0.05, { kind: 'partial', share: 0.3, code: 131_016 }],
  [0.08, { kind: 'omit', share: 0.3 }],
  [0.04, { kind: 'omit', share: 0.3, applied: false }],
  [0.3, { kind: 'latency', ms: 20, jitterMs: 300 }],
  [0.2, { kind: 'latency', ms: 20, jitterMs: 300, when: 'after' }],
];

export const WEATHERS: readonly Weather[] = [
  { name: 'half of all calls fail', faults: HALF_FAILING },
  { name: 'slow', faults: [[1, { kind: 'latency', ms: 300, jitterMs: 900 }]] },
  { name: 'every answer a 5xx', faults: [[1, { kind: 'html', status: 503, when: 'before' }]] },
  { name: '5xx after the deed', faults: [[1, { kind: 'html', status: 500, when: 'after' }]] },
  { name: 'reset in the middle of the answer', faults: [[0.7, { kind: 'reset', when: 'midway' }]] },
  { name: 'trickle', faults: [[0.7, { kind: 'trickle', bytes: 3, everyMs: 60 }]] },
  { name: 'endless answers', faults: [[0.7, { kind: 'oversize', bytes: 6_000_000 }]] },
  { name: 'half of the people fail', faults: [[1, { kind: 'partial', share: 0.5 }]] },
  {
    name: 'half of the people left out',
    faults: [
      [0.5, { kind: 'omit', share: 0.5 }],
      [0.5, { kind: 'omit', share: 0.5, applied: false }],
    ],
  },
  { name: 'some identifiers refused', faults: [[1, { kind: 'partial', share: 0.1, code: 131_009 }]] },
  { name: 'rate limited', faults: [[0.8, { kind: 'error', code: 80_008 }]], oneNumber: true },
  { name: 'too many users in a call', faults: [[0.8, { kind: 'error', code: 130_429 }]], oneNumber: true },
  { name: 'list full', faults: [[1, { kind: 'error', code: 139_101 }]], oneNumber: true },
  { name: 'token refused', faults: [], badToken: true },
  { name: 'permission gone', faults: [[1, { kind: 'error', code: 200 }]], oneNumber: true },
];

/** About every second call goes wrong in one way or another; afterwards half of those have been carried out all the same. */
export const halfFailing = (seed: number): FaultPlan[] =>
  plansOf({ name: 'half of all calls fail', faults: HALF_FAILING }, '', seed);

export const plansOf = ({ faults, oneNumber }: Weather, number: string, seed: number): FaultPlan[] =>
  faults.map(([probability, fault], index) => ({
    ...{ fault, probability, seed: seed + index, edge: 'block_users' as const },
    ...(oneNumber === true && { phoneNumberId: number }),
  }));
