import { z } from 'zod';
import { DURATION_HINT, MAX_DURATION_MS, parseDuration } from '../core/duration.ts';
import { parsePercent, PERCENT_HINT } from '../core/percent.ts';
import { duration, MIN_COOLDOWN_MS, parseCountPer, threshold } from './policy-values.ts';
import { probationSchema } from './probation-schema.ts';
import { warnSchema } from './warn-schema.ts';

/** policy.yaml as written. Every key has a default; the shipped file spells them out. */

const percent = z.string({ error: `expected ${PERCENT_HINT}` }).transform((text, context) => {
  const share = parsePercent(text);
  if (share !== null) return share;
  context.addIssue({ code: 'custom', message: `expected ${PERCENT_HINT}, from 0% to 100%` });
  return z.NEVER;
});

const DAY_MS = 24 * 3_600_000;
const COUNT_PER_HINT = 'expected a count per length, e.g. 5 per 10m';
const countPer = z.string({ error: COUNT_PER_HINT }).transform((text, context) => {
  const parsed = parseCountPer(text);
  if (parsed !== null && parsed.withinMs <= DAY_MS) return parsed;
  context.addIssue({ code: 'custom', message: `${COUNT_PER_HINT}, within a day at most` });
  return z.NEVER;
});

const scaledLadder = z
  .strictObject({
    base: duration,
    multipliers: z.array(z.number().min(0.001).max(1_000_000)).min(1).max(50),
    cap: duration.optional(),
  })
  .transform(({ base, multipliers, cap }, context) => {
    const stepsMs = multipliers.map((factor) => Math.min(Math.round(base * factor), cap ?? MAX_DURATION_MS));
    if (stepsMs.some((step) => step < MIN_COOLDOWN_MS))
      context.addIssue({ code: 'custom', message: 'a step of the ladder is shorter than 1s' });
    return { stepsMs, capMs: cap ?? Math.max(...stepsMs) };
  });
const listedLadder = z
  .array(duration)
  .min(1, { error: 'the ladder is empty' })
  .max(50)
  .transform((stepsMs) => ({ stepsMs, capMs: Math.max(...stepsMs) }));
const ladder = z.union([listedLadder, scaledLadder]);

/** A default is written as in the file, so that both mean the same. */
const cooldown = z.strictObject({
  at: threshold.default(8),
  ladder: ladder.prefault(['1h', '6h', '24h', '7d']),
  after_ladder: z.enum(['repeat', 'permanent'], { error: 'expected repeat or permanent' }).default('repeat'),
  jitter: percent.prefault('10%'),
  strikes_expire: duration.prefault('30d'),
});

const parts = {
  actions: z
    .strictObject({
      warn: warnSchema,
      flag: z.strictObject({ at: threshold.default(3) }).prefault({}),
      cooldown: cooldown.prefault({}),
      block: z.strictObject({ at: threshold.default(20) }).prefault({}),
      probation: probationSchema,
    })
    .prefault({}),
  protect: z
    .strictObject({
      senders: z.string().optional(),
      staff: z
        .array(z.union([z.string(), z.number()]))
        .max(10_000)
        .default([]),
    })
    .prefault({}),
  trust: z.strictObject({ customers: z.string().optional() }).prefault({}),
  brake: z
    .strictObject({
      established_senders: countPer.prefault('5 per 10m'),
      share_of_active_senders: percent.prefault('20%'),
      min_blocks: z.int().min(0).max(1_000_000).default(30),
      blocks_per_minute: z.int().min(1).max(1_000_000).default(1000),
    })
    .prefault({}),
};

const MIN_KEEP_MS = 24 * 3_600_000;
const MAX_KEEP_MS = 365 * MIN_KEEP_MS;
const keep = z.string({ error: `expected ${DURATION_HINT}` }).transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null && ms >= MIN_KEEP_MS && ms <= MAX_KEEP_MS) return ms;
  const message = `expected ${DURATION_HINT}, from 1d to 365d`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** Said once for all numbers: what is kept about people is decided by the shop, not by the line they wrote to. */
const audit = z
  .strictObject({
    evidence: z
      .enum(['none', 'reasons', 'text'], { error: 'expected none, reasons or text' })
      .default('reasons'),
    keep: keep.prefault('30d'),
  })
  .prefault({});

/** What can be said for all numbers and for one. */
export const policyPartsSchema = z.strictObject(parts);
export type PolicyParts = z.output<typeof policyPartsSchema>;

export type AuditParts = z.output<typeof audit>;

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The whole file. What stands below each number is read by itself, once its name is known to be one. */
export const policySchema = z.strictObject({
  ...parts,
  audit,
  numbers: z
    .custom<Readonly<Record<string, unknown>>>(isMap, { error: 'expected a map of numbers' })
    .default({}),
});
