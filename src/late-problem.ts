import type { Late } from './blocker/number-control.ts';

/** What to do about it, by what keeps blocks from being made. */
function remedy(cause: Late['cause']): string {
  switch (cause) {
    case 'auth':
    case 'permission':
    case 'account':
    case 'configuration':
      return 'Meta refuses us: run cordon doctor, it says what to mend';
    case 'list-full':
      return "Meta's list has no room: see who is on it with cordon blocks list, and lift some";
    case 'rate-limit':
    case 'batch-too-large':
    case 'quota':
      return "Meta's quota of calls is used up: stop other programs that use the same app, or ask Meta for more";
    case 'backlog':
      return 'More blocks are due than can be made in time: raise BLOCK_BATCH_SIZE, and see cordon report for the rule behind them';
    case 'unreachable':
    case 'no-answer':
      return "Meta gives no answer we can read: run cordon doctor, it tells our network's trouble from Meta's";
    default:
      return 'Meta is in trouble: there is nothing to do but wait, see metastatus.com';
  }
}

/** Deadlines at risk, as log, `cordon status` and `/healthz` tell them: how many, from when on, why, and what to do. */
export const lateProblem = (phoneNumberId: string, { people, firstAt, cause }: Late): string =>
  `${people === 0 ? 'Blocks' : people === 1 ? '1 block' : `${people} blocks`} of ${phoneNumberId} may miss Meta's 24-hour limit, ` +
  `the next at ${new Date(firstAt).toISOString()} (${cause}). ${remedy(cause)}. ` +
  'Whoever is missed is blocked at their next message.';
