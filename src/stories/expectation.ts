import { z } from 'zod';
import type { Action } from '../core/decision.ts';
import { ACTIONS } from '../core/decision.ts';
import { TRUST_LEVELS } from '../core/trust.ts';
import { readText } from '../ruleset/test-case.ts';
import { parseLength } from './story-time.ts';

/** How `expect:` is written. What concerns a message stands only where one is sent; what concerns a person, anywhere. */

const YES_NO = 'expected yes or no';
/** YAML of another age reads bare yes and no as true and false. */
const yesNo = z.union([z.boolean(), z.enum(['yes', 'no']).transform((word) => word === 'yes')], {
  error: YES_NO,
});
const count = z.int().min(0).max(100_000);
/** Of a group of people: all, none, or so many. */
const howMany = z.union([yesNo, count], { error: `${YES_NO}; of a group of people also how many` });

const action = z.enum(ACTIONS, { error: `expected ${ACTIONS.join(', ')}` });
const decision = z.union(
  [action.transform((one): Action[] => [one]), z.array(action).min(1, { error: 'the list is empty' })],
  { error: `expected one of ${ACTIONS.join(', ')}, or a list of those that are right` },
);
const RULE_HINT = 'expected the id of a rule, or a list of ids';
const ruleIds = z.union(
  [z.string().transform((id) => [id]), z.array(z.string()).min(1, { error: 'the list is empty' })],
  { error: RULE_HINT },
);
export interface Bounds {
  at_least?: number | undefined;
  at_most?: number | undefined;
  above?: number | undefined;
  below?: number | undefined;
}
const bound = z.number().optional();
const score = z.union(
  [
    z.number().transform((exact): Bounds => ({ at_least: exact, at_most: exact })),
    z
      .strictObject({ at_least: bound, at_most: bound, above: bound, below: bound })
      .refine((bounds) => Object.keys(bounds).length > 0, {
        error: 'say at least one of at_least, at_most, above, below',
      }),
  ],
  { error: 'expected a number, or bounds such as { at_least: 8 }' },
);

/** What is expected of one message, or of `each` of its copies. */
const answerShape = {
  decision: decision.optional(),
  rule: ruleIds.optional(),
  not_rule: ruleIds.optional(),
  score: score.optional(),
  limited_by: z
    .enum(['protected', 'allow-rule', 'group-message', 'trust', 'none'], {
      error: 'expected protected, allow-rule, group-message, trust or none',
    })
    .optional(),
  trust: z.enum(TRUST_LEVELS, { error: `expected one of ${TRUST_LEVELS.join(', ')}` }).optional(),
};
const answerSchema = z.strictObject(answerShape);
export type AnswerExpected = z.output<typeof answerSchema>;

const SOME_TIME =
  "expected a time: a length since the start such as '2d 3h', or a day and time such as 'sat 23:30'";
const instant = z.string({ error: SOME_TIME });

export interface Strikes {
  active?: number | undefined;
  total?: number | undefined;
}

const personShape = {
  blocked: howMany.optional(),
  blocked_for: readText('expected a length such as 1h, or permanent', (written) =>
    written === 'permanent' ? written : parseLength(written),
  ).optional(),
  blocked_until: instant.optional(),
  lifted_at: instant.optional(),
  strikes: z
    .union(
      [
        count.transform((active): Strikes => ({ active })),
        z
          .strictObject({ active: count.optional(), total: count.optional() })
          .refine((given) => Object.keys(given).length > 0, { error: 'say at least one of active, total' }),
      ],
      { error: 'expected how many count, or { active: 1, total: 2 }' },
    )
    .optional(),
  held: howMany.optional(),
  armed: howMany.optional(),
};
/** What is expected to be true of a person at that time. */
export const personExpectedSchema = z.strictObject(personShape);
export type PersonExpected = z.output<typeof personExpectedSchema>;

const ARRIVES = 'expected yes, no, late, or how many of the copies';
export const messageExpectedSchema = z.strictObject({
  ...answerShape,
  ...personShape,
  arrives: z.union([yesNo, z.literal('late'), count], { error: ARRIVES }).optional(),
  each: answerSchema.optional(),
});
export type MessageExpected = z.output<typeof messageExpectedSchema>;

export const PERSON_KEYS: ReadonlySet<string> = new Set(Object.keys(personShape));
export const EXPECTATION_KEYS: ReadonlySet<string> = new Set(Object.keys(messageExpectedSchema.shape));
