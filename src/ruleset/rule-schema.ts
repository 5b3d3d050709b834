import { z } from 'zod';
import { parseDuration, DURATION_HINT } from '../core/duration.ts';
import type { Action, RuleMode } from '../core/decision.ts';
import type { RuleTrust } from '../core/trust.ts';
import { DEFAULT_RULE_TRUST } from '../core/trust.ts';
import { expirySchema } from './expires.ts';
import { testCaseSchema } from './test-case.ts';

export { TESTED_TYPES } from './test-case.ts';
export type { TestCase, TestedType } from './test-case.ts';

/** What rules, groups and definitions are called. */
export const NAME_PATTERN = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const NAME_HINT = 'use lower-case letters, digits and single hyphens, e.g. first-contact-lure';
const id = z.string().max(64).regex(NAME_PATTERN, { error: NAME_HINT });

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

/** Of a rule, or of all rules of a pack. */
export const modeSchema = z.enum(['enforce', 'monitor', 'off'] satisfies RuleMode[], {
  error: 'expected enforce, monitor or off',
});
const score = z
  .number()
  .min(-1000)
  .max(1000)
  .refine((points) => points !== 0, { error: 'a score of 0 says nothing' });
const trust = z.enum(['newcomer', 'known', 'regular', 'customer'] satisfies RuleTrust[], {
  error: 'expected newcomer, known, regular or customer',
});

const testCases = z.array(testCaseSchema).min(1, { error: 'the list is empty' }).optional();

/** A rule as written. `when` and `unless` are read by their own compiler, which knows the conditions. */
export const ruleSchema = z.strictObject({
  id,
  description: z.string().min(1).max(500).optional(),
  mode: modeSchema.default('enforce'),
  when: z.unknown().optional(),
  unless: z.unknown().optional(),
  score: score.optional(),
  then: then.optional(),
  group: id.optional(),
  stop: z.boolean({ error: 'expected true or false' }).default(false),
  trust: trust.default(DEFAULT_RULE_TRUST),
  expires: expirySchema.optional(),
  reason: z.string().min(1).max(500).optional(),
  tests: z.strictObject({ match: testCases, ignore: testCases }).optional(),
});

export type RuleSource = z.output<typeof ruleSchema>;

/** What `overrides:` may change of a rule that stands in another file. */
export const overrideSchema = z
  .strictObject({
    mode: modeSchema.optional(),
    score: score.optional(),
    then: then.optional(),
    expires: expirySchema.optional(),
    trust: trust.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, {
    error: 'say what changes: mode, score, then, expires or trust',
  });

export type RuleOverride = z.output<typeof overrideSchema>;
