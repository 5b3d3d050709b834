import type { Problem } from '../problem.ts';
import type { LoadedRule } from '../rule-file.ts';
import type { EntrySet } from './entries.ts';
import type { Formulas } from './logic/rule-formula.ts';

/** What checks look at: a ruleset that loads, and what was found out about it once for all of them. */
export interface Subject {
  /** Those that are not off, in the order they are judged in. */
  rules: readonly LoadedRule[];
  off: readonly LoadedRule[];
  formulas: Formulas;
  entrySets: readonly EntrySet[];
  /** Some number of the policy sends warnings. */
  warns: boolean;
  /** "Today" for dates that are over, ms. */
  now: number;
}

/** Finds one kind of mistake. Pure: the same subject gives the same problems. */
export type Check = (subject: Subject) => Problem[];
