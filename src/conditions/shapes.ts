import { z } from 'zod';
import type { ValueSource } from '../core/condition.ts';
import { DURATION_HINT, formatDuration, parseDuration } from '../core/duration.ts';
import { MAX_WINDOW_MS } from '../core/facts.ts';

/** The option shapes every condition shares, so that what was learnt for one holds for all. */

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

/** `{ at_least: 3, within: 10m }`. */
export interface Window {
  at_least: number;
  within: number;
}
export const windowSchema: z.ZodType<Window> = z.strictObject({
  at_least: countSchema,
  within: durationSchema(MAX_WINDOW_MS),
});

export interface Amount {
  at_least?: number | undefined;
  at_most?: number | undefined;
  below?: number | undefined;
  above?: number | undefined;
}
const bound = z.number().min(0).optional();

/** `{ at_least, at_most, below, above }`, at least one of them and not contradicting each other. */
export const amountSchema: z.ZodType<Amount> = z
  .strictObject({ at_least: bound, at_most: bound, below: bound, above: bound })
  .refine((amount) => Object.keys(amount).length > 0, {
    error: 'say at least one of at_least, at_most, below, above',
  })
  .refine((amount) => canHold(amount), { error: 'no amount can satisfy this' });

function canHold({
  at_least: atLeast = 0,
  at_most: atMost = Infinity,
  below = Infinity,
  above = -1,
}: Amount): boolean {
  // Amounts are counts: the smallest whole number above the lower bounds must pass the upper ones.
  const smallest = Math.max(Math.ceil(atLeast), Math.floor(above) + 1);
  return smallest <= atMost && smallest < below;
}

/** Binds an amount once; `text` reads "at least 2 and below 5". */
export function compileAmount(amount: Amount): { holds: (value: number) => boolean; text: string } {
  const { at_least: atLeast, at_most: atMost, below, above } = amount;
  const parts = [
    atLeast === undefined ? null : `at least ${atLeast}`,
    above === undefined ? null : `above ${above}`,
    atMost === undefined ? null : `at most ${atMost}`,
    below === undefined ? null : `below ${below}`,
  ];
  return {
    holds: (value) =>
      value >= (atLeast ?? 0) &&
      value <= (atMost ?? Infinity) &&
      (above === undefined || value > above) &&
      (below === undefined || value < below),
    text: parts.filter((part) => part !== null).join(' and '),
  };
}
