import type { CheckName } from './checks.ts';
import { median, type Recovery } from './recovery.ts';

export interface RunResult {
  seed: number;
  tookMs: number;
  troubleMs: number;
  people: number;
  messages: number;
  /** Faults by kind. */
  injected: Readonly<Record<string, number>>;
  answers: Readonly<Record<string, number>>;
  /** Blocks and lifts at Meta. */
  changes: number;
  violations: Readonly<Record<CheckName, readonly string[]>>;
  recovery: Recovery;
  redisRestartMs: readonly number[];
}

const SHOWN = 5;

/** Unanswered and refused deliveries are faults that reached the senders, `weather:` spells ones that calls met: neither is counted. */
export const faultsIn = ({ injected }: RunResult): number =>
  Object.entries(injected).reduce(
    (sum, [kind, count]) => (kind.startsWith('weather:') ? sum : sum + count),
    0,
  );

export const violationsIn = ({ violations }: RunResult): number =>
  Object.values(violations).reduce((sum, found) => sum + found.length, 0);

/** For people. */
export function reportText(result: RunResult): string {
  const { seed, tookMs, people, messages, changes, injected, answers, recovery, redisRestartMs } = result;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const times = (name: string, values: readonly number[]): string =>
    values.length === 0
      ? `  ${name}: not met`
      : `  ${name}: median ${seconds(median(values))}, longest ${seconds(Math.max(...values))} of ${values.length}`;
  const faults = Object.entries(injected).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `chaos: seed ${seed}, ${people} people, ${messages} messages, ${changes} blocks and lifts, ${seconds(tookMs)}`,
    `answers to deliveries: ${Object.entries(answers)
      .map(([status, count]) => `${status} × ${count}`)
      .join(', ')}`,
    `${faultsIn(result)} faults:`,
    ...faults.map(([kind, count]) => `  ${String(count).padStart(6)}  ${kind}`),
    'recovery:',
    times('Redis killed → acknowledging again', recovery.acknowledging),
    times('Redis killed → serving again', redisRestartMs),
    times('worker killed → its chunks judged', recovery.judging),
    times('Meta well again → blocks and lifts landing', recovery.landing),
    'checks:',
    ...Object.entries(result.violations).flatMap(([name, found]) => [
      `  ${found.length === 0 ? 'ok    ' : 'BROKEN'}  ${name}${found.length === 0 ? '' : `: ${found.length}`}`,
      ...found.slice(0, SHOWN).map((one) => `            ${one}`),
    ]),
    `${violationsIn(result)} violations`,
  ].join('\n');
}
