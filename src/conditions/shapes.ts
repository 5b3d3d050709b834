import { z } from 'zod';
import type { ConditionContext, ValueSource } from '../core/condition.ts';
import { DURATION_HINT, formatDuration, parseDuration } from '../core/duration.ts';

/** The option shapes conditions share (amounts have a file of their own), so that what was learnt for one holds for all. */

const entry = z
  .string({ error: 'expected text; a number, true or null needs quotes' })
  .refine((value) => value.trim() !== '', { error: 'an entry is empty' });
const entries = z.array(entry).min(1, { error: 'the list is empty' }).max(10_000);

/** What `{ any: … }` and `{ list: … }` are made of, for conditions that take further keys beside them. */
export const anyShape = { any: entries };
export const listShape = { list: entry };

/** A single value or a plain list: short for `{ any: [...] }`. */
export const shorthandSchema = z.union([
  entry.transform((value) => ({ any: [value] })),
  entries.transform((values) => ({ any: values })),
]);

/** `word` | `[a, b]` | `{ any: [a, b] }` | `{ list: file }`. */
export const valuesSchema: z.ZodType<ValueSource> = z.union([
  shorthandSchema,
  z.strictObject(anyShape),
  z.strictObject(listShape),
]);

/** Why a condition cannot use an entry; null when it can. */
export type ProblemOf = (entry: string) => string | null;

/** Reports the written entries a condition cannot use at their own lines; those of lists are only known when it is bound. */
export function reportEntries(
  source: ValueSource | undefined,
  problemOf: ProblemOf,
  context: z.RefinementCtx,
  path: readonly string[] = [],
): void {
  if (source === undefined || !('any' in source)) return;
  for (const [index, value] of source.any.entries()) {
    const message = problemOf(value);
    if (message !== null) context.addIssue({ code: 'custom', message, path: [...path, 'any', index] });
  }
}

/** Values whose entries must suit `problemOf`. */
export const checkedValues = (problemOf: ProblemOf): z.ZodType<ValueSource> =>
  valuesSchema.superRefine((source, context) => reportEntries(source, problemOf, context));

/** Entries of a list that the condition cannot use. */
export class UnusableEntries extends Error {
  override name = 'UnusableEntries';
  readonly list: string;
  readonly entries: readonly { value: string; problem: string }[];

  constructor(list: string, entries: UnusableEntries['entries']) {
    super(entries.map(({ value, problem }) => `'${value}': ${problem}`).join('; '));
    this.list = list;
    this.entries = entries;
  }
}

/** The entries to bind; throws UnusableEntries when a list holds some the condition cannot use. */
export function usableValues(
  context: ConditionContext,
  source: ValueSource,
  problemOf: ProblemOf,
): readonly string[] {
  const values = context.values(source);
  const unusable = values.flatMap((value) => {
    const problem = problemOf(value);
    return problem === null ? [] : [{ value, problem }];
  });
  if (unusable.length > 0) throw new UnusableEntries('list' in source ? source.list : '', unusable);
  return values;
}

/** A few values as they are, many as their number: for explanations. */
export const sayValues = (values: readonly string[]): string =>
  values.length <= 5 ? values.join(' or ') : `one of ${values.length}`;

export const countSchema = z.int().min(1);

/** A length up to `maxMs`, in ms. */
export function durationSchema(maxMs: number): z.ZodType<number> {
  return z.string({ error: `expected ${DURATION_HINT}` }).transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== null && ms <= maxMs) return ms;
    const message = ms === null ? `expected ${DURATION_HINT}` : `at most ${formatDuration(maxMs)}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}
