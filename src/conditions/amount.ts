import { z } from 'zod';
import { MAX_DURATION_MS } from '../core/duration.ts';
import { parsePercent, PERCENT_HINT } from '../core/percent.ts';
import { durationSchema } from './shapes.ts';

/** What every condition over amounts takes: counts, lengths (ms) or shares (0 to 1). */
export interface Amount {
  at_least?: number | undefined;
  at_most?: number | undefined;
  below?: number | undefined;
  above?: number | undefined;
}
const BOUNDS = ['at_least', 'at_most', 'below', 'above'] as const;

const shapeOf = (unit: z.ZodType<number>): Record<keyof Amount, z.ZodOptional<z.ZodType<number>>> => ({
  at_least: unit.optional(),
  at_most: unit.optional(),
  below: unit.optional(),
  above: unit.optional(),
});

const share = z.string({ error: `expected ${PERCENT_HINT}` }).transform((text, context) => {
  const value = parsePercent(text);
  if (value !== null) return value;
  context.addIssue({ code: 'custom', message: `expected ${PERCENT_HINT}, from 0% to 100%` });
  return z.NEVER;
});

/** The bounds alone, for conditions that take further keys beside them; to be refined with `isGiven` and `canHold…`. */
export const countBounds = shapeOf(z.number().min(0));
export const shareBounds = shapeOf(share);

export const NO_BOUND = { error: 'say at least one of at_least, at_most, below, above' };
export const NO_AMOUNT = { error: 'no amount can satisfy this' };
export const isGiven = (amount: Amount): boolean => BOUNDS.some((bound) => amount[bound] !== undefined);

/** `{ at_least, at_most, below, above }`, at least one of them and not contradicting each other. */
export const amountSchema: z.ZodType<Amount> = z
  .strictObject(countBounds)
  .refine(isGiven, NO_BOUND)
  .refine(canHoldCount, NO_AMOUNT);

/** The same over lengths: `{ at_least: 1d }`. */
export const durationAmountSchema: z.ZodType<Amount> = z
  .strictObject(shapeOf(durationSchema(MAX_DURATION_MS)))
  .refine(isGiven, NO_BOUND)
  .refine(canHoldCount, NO_AMOUNT);

/** The same over shares: `{ at_least: 70% }`. */
export const shareAmountSchema: z.ZodType<Amount> = z
  .strictObject(shareBounds)
  .refine(isGiven, NO_BOUND)
  .refine(canHoldShare, NO_AMOUNT);

/** `true` for at least one, else an amount. */
export const presenceSchema: z.ZodType<Amount> = z.union([
  z.literal(true).transform((): Amount => ({ at_least: 1 })),
  amountSchema,
]);

export function canHoldCount({
  at_least: atLeast = 0,
  at_most: atMost = Infinity,
  below = Infinity,
  above = -1,
}: Amount): boolean {
  // The smallest whole number above the lower bounds must pass the upper ones.
  const smallest = Math.max(Math.ceil(atLeast), Math.floor(above) + 1);
  return smallest <= atMost && smallest < below;
}

export function canHoldShare({ at_least: atLeast = 0, at_most: atMost = 1, below, above }: Amount): boolean {
  const reaches = atLeast <= atMost && (below === undefined || atLeast < below);
  return reaches && (above === undefined || (above < atMost && above < (below ?? Infinity)));
}

/** Binds an amount once; `text` reads "at least 2 and below 5". */
export function compileAmount(
  amount: Amount,
  format: (value: number) => string = String,
): { holds: (value: number) => boolean; text: string } {
  const { at_least: atLeast, at_most: atMost, below, above } = amount;
  const parts = [
    atLeast === undefined ? null : `at least ${format(atLeast)}`,
    above === undefined ? null : `above ${format(above)}`,
    atMost === undefined ? null : `at most ${format(atMost)}`,
    below === undefined ? null : `below ${format(below)}`,
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
