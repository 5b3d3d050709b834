import type { Settlement } from '../core/ledger/enforcement.ts';
import type { BatchAnswer } from '../whatsapp/answers.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOfRequest, outcomeOfUser } from './outcome.ts';
import { backoffMs } from './backoff.ts';

export interface UserOutcome {
  settlement: Settlement;
  outcome: Outcome;
  code: number | null;
}

/** What an answer means for each of the users asked about, in their order, and for the number as a whole. */
export function readAnswer(
  answer: BatchAnswer,
  direction: 'block' | 'lift',
  failures: readonly number[],
  now: number,
  random: () => number,
): { whole: Outcome; code: number | null; users: UserOutcome[] } {
  const whole = outcomeOfRequest(answer, direction, failures.length);
  const wholeCode =
    answer.kind === 'refused'
      ? answer.error.code
      : answer.kind === 'answered'
        ? (answer.requestError?.code ?? null)
        : null;
  // One throw for all: people of one call stay together, so that a trouble that lasts does not end in a call for each.
  const dice = random();
  const users = failures.map((failed, index): UserOutcome => {
    const result = answer.kind === 'answered' ? answer.results[index] : undefined;
    const outcome = result === undefined ? whole : outcomeOfUser(result, direction);
    const code = result?.kind === 'failed' ? result.code : wholeCode;
    const detail =
      result?.kind === 'failed'
        ? result.details
        : answer.kind === 'refused'
          ? answer.error.details
          : outcome.reason;
    return { settlement: settlementOf(outcome, { code, detail, failed, now, dice }), outcome, code };
  });
  return { whole, code: wholeCode, users };
}

function settlementOf(
  outcome: Outcome,
  about: { code: number | null; detail: string; failed: number; now: number; dice: number },
): Settlement {
  const { code, detail, failed, now, dice } = about;
  const later = now + backoffMs(failed + 1, dice, outcome.waitMs);
  switch (outcome.class) {
    case 'done':
      return { kind: 'done' };
    case 'arm':
      return { kind: 'armed' };
    case 'drop':
      return { kind: 'refused', code, detail, misnamed: outcome.reason === 'invalid-user' };
    case 'verify':
      return { kind: 'unknown', at: now + outcome.waitMs };
    // The number as a whole waits (see control.ts); the users themselves need no wait of their own.
    case 'halt':
    case 'pause':
    case 'shrink':
    case 'bisect':
    case 'full':
      return outcome.certain ? { kind: 'retry', at: now } : { kind: 'unknown', at: now };
    case 'retry':
    case 'restart':
      return outcome.certain ? { kind: 'retry', at: later } : { kind: 'unknown', at: later };
  }
}
