import type { ConditionContext } from '../../../core/condition.ts';
import type { Formula } from './formula.ts';

/** The entries of `{ any: [...] }` or `{ list: name }`. */
export type ValuesOf = ConditionContext['values'];

/** What a condition with these options (as written) says of a message. */
export type Meaning = (options: unknown, values: ValuesOf) => Formula;
