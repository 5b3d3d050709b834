import { z } from 'zod';
import type { Mode } from '../core/judge.ts';
import {
  checkMessage,
  checkPerson,
  copiesShape,
  messageShape,
  numberId,
  personId,
  personShape,
  readText,
  text,
} from '../ruleset/test-case.ts';
import { DEFAULT_TEST_TIME, parseTestTime, TEST_TIME_HINT } from '../ruleset/test-time.ts';
import { parseLength } from './story-time.ts';

/** A stories file as written. What `expect` holds depends on the people of the story and is read by itself. */

const MAX_GROUP = 1000;

/** One person, or with `count` a group of people who are alike. */
export const personSchema = z
  .strictObject({
    ...personShape,
    phone: personId.optional(),
    count: z.int().min(1).max(MAX_GROUP).optional(),
  })
  .superRefine((person, context) => {
    checkPerson(person, context);
    if (person.phone !== undefined && person.count !== undefined)
      context.addIssue({ code: 'custom', message: 'a group of people has no one phone', path: ['phone'] });
  });
export type PersonSource = z.output<typeof personSchema>;

const spokenLength = readText("expected a length such as 30s, 10m or '2h 30m'", parseLength);
const whenWritten = z.string({
  error: "expected a time such as 90s, '2d 3h', '+1h' or 'sat 23:30'; a number needs a unit",
});

export const stepSchema = z
  .strictObject({
    ...messageShape,
    ...copiesShape,
    every: spokenLength.optional(),
    at: whenWritten.optional(),
    from: text.optional(),
    delay: spokenLength.optional(),
    meta: z.enum(['down', 'up'], { error: 'expected down or up' }).optional(),
    expect: z.unknown().optional(),
  })
  .superRefine(checkMessage);
export type StepSource = z.output<typeof stepSchema>;

const modes = ['enforce', 'monitor'] as const satisfies readonly Mode[];

/** People and steps are read one by one, so that a fault in one does not hide those of the others. */
export const storySchema = z.strictObject({
  story: z
    .string({ error: 'expected what happens in it, in a sentence' })
    .trim()
    .min(1, { error: 'say what happens in it' })
    .max(300),
  mode: z.enum(modes, { error: 'expected enforce or monitor' }).default('enforce'),
  number: numberId.optional(),
  starts: readText(TEST_TIME_HINT, parseTestTime).default(DEFAULT_TEST_TIME),
  people: z.record(z.string(), z.unknown()).optional(),
  steps: z.array(z.unknown()).min(1, { error: 'the list is empty' }),
});
export type StorySource = z.output<typeof storySchema>;

/** Keys that make a step one in which a message is sent. */
export const MESSAGE_KEYS: readonly string[] = [
  ...Object.keys(messageShape),
  ...Object.keys(copiesShape),
  'from',
  'delay',
];
