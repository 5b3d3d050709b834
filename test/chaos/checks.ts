import {
  cooldownsEnd,
  decidedOnce,
  innocentsUntouched,
  offendersAnswered,
  oneStrikeEach,
} from './checks-people.ts';
import { journalTells, keysBounded, listIsLedger, nothingStuck, processesQuiet } from './checks-state.ts';
import type { Evidence } from './evidence.ts';

/** What must be true after every run, by name; each tells what is not. Pure. */
export const CHECKS = {
  decidedOnce,
  offendersAnswered,
  cooldownsEnd,
  innocentsUntouched,
  oneStrikeEach,
  listIsLedger,
  journalTells,
  nothingStuck,
  keysBounded,
  processesQuiet,
} as const satisfies Record<string, (evidence: Evidence) => string[]>;

export type CheckName = keyof typeof CHECKS;

export const runChecks = (evidence: Evidence): Record<CheckName, string[]> => {
  const found = Object.entries(CHECKS).map(([name, check]) => [name, check(evidence)]);
  return Object.fromEntries(found) as Record<CheckName, string[]>;
};
