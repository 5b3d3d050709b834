import type { CheckName } from './checks.ts';
import type { Edit } from './tree.ts';

/** Something that keeps an invariant, how it is taken out, and the check that must notice. */
export interface Guard {
  edits: readonly Edit[];
  caughtBy: CheckName;
}

export const GUARDS: Readonly<Record<string, Guard>> = {};
