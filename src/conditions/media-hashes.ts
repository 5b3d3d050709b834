import type { ConditionContext, ValueSource } from '../core/condition.ts';
import { readSha256 } from '../core/normalize/media.ts';
import type { ProblemOf } from './shapes.ts';
import { usableValues } from './shapes.ts';

export const hashProblem: ProblemOf = (entry) =>
  readSha256(entry.trim()) === null
    ? 'expected a SHA-256: 64 hex digits, or 44 characters of base64 as Meta sends it'
    : null;

/** As messages carry them; throws when a list holds something else. */
export const hashesOf = (context: ConditionContext, source: ValueSource): ReadonlySet<string | null> =>
  new Set(usableValues(context, source, hashProblem).map((entry) => readSha256(entry.trim())));
