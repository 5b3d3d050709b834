import { z } from 'zod';
import { formatDuration } from '../core/duration.ts';
import { MAX_NUMBER_WINDOW_MS, MAX_WINDOW_MS } from '../core/facts.ts';
import { countSchema, durationSchema } from './shapes.ts';

/** `{ at_least: 3, within: 10m }`. */
export interface Window {
  at_least: number;
  within: number;
}

/** About 2,000 messages of a sender are remembered: a higher count could never be reached. */
export const MAX_COUNT = 2000;
/** Different values take more room. */
export const MAX_DISTINCT = 1000;

export const withinSchema = durationSchema(MAX_WINDOW_MS).refine((ms) => ms % 1000 === 0, {
  error: 'expected whole seconds: messages carry no finer time',
});

const tooMany = (max: number): string => `must be at most ${max}: no more is remembered of one sender`;

/** How many, of one sender. */
export const limitSchema = (max: number): z.ZodType<number> => countSchema.max(max, { error: tooMany(max) });

/** The same where only other keys tell that one sender is meant. */
export function checkLimit({ at_least: limit }: Pick<Window, 'at_least'>, context: z.RefinementCtx): void {
  if (limit > MAX_COUNT)
    context.addIssue({ code: 'custom', message: tooMany(MAX_COUNT), path: ['at_least'] });
}

/** `{ at_least, within }` over the messages of one sender. */
export const windowSchema: z.ZodType<Window> = z.strictObject({
  at_least: limitSchema(MAX_COUNT),
  within: withinSchema,
});

/** Over all messages to a number only an hour is kept at hand. */
export function checkNumberWindow({ within }: Pick<Window, 'within'>, context: z.RefinementCtx): void {
  if (within <= MAX_NUMBER_WINDOW_MS) return;
  const message = `at most ${formatDuration(MAX_NUMBER_WINDOW_MS)} over all messages to a number`;
  context.addIssue({ code: 'custom', message, path: ['within'] });
}
