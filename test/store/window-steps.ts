import fc from 'fast-check';
import type { FactPlan, FactRequest } from '../../src/core/facts.ts';
import { factPlan } from '../../src/core/facts.ts';
import type { Mark } from '../../src/core/state/sender-state.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../core/builders.ts';

/** Messages come up to this late, so that no window looks further back than what is remembered (26 hours). */
export const LATEST = 20 * HOUR;
const SENDER_WINDOWS = [SECOND, 30 * SECOND, 10 * MINUTE, 5 * HOUR];
const NUMBER_WINDOWS = [SECOND, 30 * SECOND, 10 * MINUTE, HOUR];

const REQUESTS: FactRequest[] = [
  ...SENDER_WINDOWS.flatMap((withinMs): FactRequest[] => [
    { kind: 'rate', of: 'messages', per: 'sender', withinMs },
    { kind: 'rate', of: 'texts', per: 'sender', withinMs },
    { kind: 'duplicate', withinMs },
    { kind: 'distinct', of: 'links', withinMs },
    { kind: 'distinct', of: 'phones', withinMs },
    { kind: 'distinct', of: 'texts', withinMs },
  ]),
  ...NUMBER_WINDOWS.flatMap((withinMs): FactRequest[] => [
    { kind: 'rate', of: 'messages', per: 'number', withinMs },
    { kind: 'rate', of: 'texts', per: 'number', withinMs },
    { kind: 'surge', of: 'messages', withinMs },
    { kind: 'surge', of: 'newcomers', withinMs },
  ]),
];
export const planSpec: fc.Arbitrary<FactPlan> = fc
  .subarray(REQUESTS, { minLength: 3, maxLength: 10 })
  .map(factPlan);

const TEXTS = [
  'hi',
  'Hi!',
  'look https://a.example/1',
  'https://a.example/2 https://b.example',
  'call +49 151 12345678',
  'wa.me/4915112345678 or +44 20 7946 0958, c.example',
  Array.from({ length: 9 }, (_, n) => `https://h${n}.example +4420794609${50 + n}`).join('\n'),
  '',
];

export interface MessageSpec {
  who: number;
  /** Negative = stamped in the future. */
  lateMs: number;
  text: string;
  isText: boolean;
  /** Set = one of the messages sent before, delivered once more. */
  again: number | null;
}
export type Step =
  | { do: 'deliver'; chunk: MessageSpec[] }
  /** Two chunks at once, on two workers. */
  | { do: 'both'; chunk: MessageSpec[]; other: MessageSpec[] }
  /** The worker died between observe and record: the same job once more. */
  | { do: 'crash' }
  | { do: 'decide'; mark: Mark }
  | { do: 'wait'; ms: number };

const EDGES = [SECOND, 29 * SECOND, 30 * SECOND, 31 * SECOND, 599_000, 600_000, HOUR, 5 * HOUR, LATEST];

const messageSpec: fc.Arbitrary<MessageSpec> = fc.record({
  who: fc.nat(5),
  lateMs: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.constantFrom(...EDGES) },
    { weight: 1, arbitrary: fc.constantFrom(-SECOND, -HOUR, -30 * DAY) },
    { weight: 1, arbitrary: fc.nat(LATEST) },
  ),
  text: fc.constantFrom(...TEXTS),
  isText: fc.boolean(),
  again: fc.option(fc.nat(), { freq: 4 }),
});
const chunk = fc.array(messageSpec, { minLength: 1, maxLength: 8 });
/** One an hour for most of a day, all of them late: traffic that makes something normal. */
const dayOfTraffic = messageSpec.map((one) =>
  Array.from({ length: 20 }, (_, hour) => ({ ...one, who: hour, lateMs: (hour + 1) * HOUR, again: null })),
);

export const stepsSpec: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('deliver' as const), chunk }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('deliver' as const), chunk: dayOfTraffic }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('both' as const), chunk, other: chunk }) },
    { weight: 2, arbitrary: fc.constant({ do: 'crash' as const }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('decide' as const),
        mark: fc.constantFrom<Mark>('allow', 'block'),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        ms: fc.constantFrom(500, 29 * SECOND, 30 * SECOND, 10 * MINUTE, HOUR, 7 * HOUR, 26 * HOUR, 26 * HOUR),
      }),
    },
  ),
  { minLength: 4, maxLength: 16 },
);
