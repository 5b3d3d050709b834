import { alwaysOrNever } from './always-or-never.ts';
import { deadParts } from './dead-parts.ts';
import { listEntries } from './list-entries.ts';
import { patterns } from './patterns.ts';
import {
  deadReferences,
  duplicateTests,
  expiredRules,
  lonelyGroups,
  noDescription,
  noTests,
  unsentWarnings,
} from './rule-manners.ts';
import { sameWhen, shadowedRules } from './shadowed.ts';
import type { Check } from './subject.ts';

/** Everything that is looked for in rules that load; what keeps them from loading is found by loading them. */
export const CHECKS: readonly Check[] = [
  alwaysOrNever,
  deadParts,
  deadReferences,
  duplicateTests,
  expiredRules,
  listEntries,
  lonelyGroups,
  noDescription,
  noTests,
  patterns,
  sameWhen,
  shadowedRules,
  unsentWarnings,
];
