import { z } from 'zod';
import { parseDuration, DURATION_HINT } from '../core/duration.ts';
import type { Action, RuleMode } from '../core/decision.ts';

export const TESTED_TYPES = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'interactive',
  'button',
  'reaction',
] as const;
export type TestedType = (typeof TESTED_TYPES)[number];

const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const id = z
  .string()
  .max(64)
  .regex(ID, { error: 'use lower-case letters, digits and single hyphens, e.g. first-contact-lure' });

const DEMANDS = ['allow', 'flag', 'warn', 'cooldown', 'block'] as const satisfies readonly Action[];
const THEN_HINT = `expected ${DEMANDS.join(', ')} or a cooldown with its length, e.g. cooldown 24h`;

const then = z.string({ error: THEN_HINT }).transform((text, context) => {
  const [word, length, ...rest] = text.trim().split(/\s+/);
  const action = DEMANDS.find((known) => known === word);
  const cooldownMs = length === undefined ? null : parseDuration(length);
  const fits = length === undefined || (action === 'cooldown' && cooldownMs !== null && rest.length === 0);
  if (action !== undefined && fits) return { action, cooldownMs };
  const message = action === 'cooldown' ? `expected cooldown or cooldown with ${DURATION_HINT}` : THEN_HINT;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const every = z.string({ error: `expected ${DURATION_HINT}` }).transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  context.addIssue({ code: 'custom', message: `expected ${DURATION_HINT}` });
  return z.NEVER;
});

const text = z.string({ error: 'expected text; a number, true or null needs quotes' });

const forwarded = z.union([z.literal(true), z.literal('once'), z.literal('many')], {
  error: 'expected true, once or many',
});
const fullTestCase = z.strictObject({
  text: text.optional(),
  type: z.enum(TESTED_TYPES, { error: `expected one of ${TESTED_TYPES.join(', ')}` }).optional(),
  forwarded: forwarded.optional(),
  seen: z.int().min(0).max(1_000_000).optional(),
  times: z.int().min(1).max(2000).optional(),
  every: every.optional(),
});

/**
 * One line of a rule's tests: a sender's first message unless `seen` (messages before it) says otherwise; of `times` copies, one
 * `every` so often, the last is judged.
 */
export type TestCase = z.output<typeof fullTestCase>;
const testCase = z.union([text.transform((value): TestCase => ({ text: value })), fullTestCase]);
const testCases = z.array(testCase).min(1, { error: 'the list is empty' }).optional();

/** A rule as written. `when` is read by its own compiler, which knows the conditions. */
export const ruleSchema = z.strictObject({
  id,
  description: z.string().min(1).max(500).optional(),
  mode: z
    .enum(['enforce', 'monitor', 'off'] satisfies RuleMode[], { error: 'expected enforce, monitor or off' })
    .default('enforce'),
  when: z.unknown().optional(),
  score: z
    .number()
    .min(-1000)
    .max(1000)
    .refine((score) => score !== 0, { error: 'a score of 0 says nothing' })
    .optional(),
  then: then.optional(),
  group: id.optional(),
  stop: z.boolean({ error: 'expected true or false' }).default(false),
  reason: z.string().min(1).max(500).optional(),
  tests: z.strictObject({ match: testCases, ignore: testCases }).optional(),
});

export type RuleSource = z.output<typeof ruleSchema>;
