import type { Trip } from './core/brake.ts';

/** A tripped brake as `cordon status` and `/healthz` tell it: which rule, how many people, and what to do. */
export const brakeProblem = (phoneNumberId: string, { rule, cause, held, rulesetHash }: Trip): string =>
  `The brake of ${phoneNumberId} holds ${held} ${held === 1 ? 'block' : 'blocks'} (${cause}, rule ${rule}, version ${rulesetHash}). ` +
  `Is the rule right? Run: cordon blocks release --rule ${rule}. Is it wrong? Mend it, then run: cordon blocks undo --rule ${rule}`;
