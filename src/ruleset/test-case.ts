import { z } from 'zod';
import { DURATION_HINT, parseDuration } from '../core/duration.ts';
import { bsuid, digitsOf, waId } from '../core/normalize/identity.ts';
import { readSha256 } from '../core/normalize/media.ts';
import { parseTestTime, TEST_TIME_HINT } from './test-time.ts';

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

const FILE_TYPES: readonly TestedType[] = ['image', 'video', 'audio', 'document', 'sticker'];

/** Text that `read` understands; the hint is said of anything else. */
export const readText = <Value>(hint: string, read: (text: string) => Value | null): z.ZodType<Value> =>
  z.string({ error: hint }).transform((text, context) => {
    const value = read(text.trim());
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: hint });
    return z.NEVER;
  });
export const length = readText(`expected ${DURATION_HINT}`, parseDuration);
export const text = z.string({ error: 'expected text; a number, true or null needs quotes' });

const NUMBER_HINT = 'expected a phone number id or a number with its country code';
const PERSON_HINT =
  "expected a phone number with its country code or a user id, e.g. '+5511987654321' or IN.90000001";
/** YAML reads `+5511987654321` as a number. */
const digits = (hint: string, read: (text: string) => string | null): z.ZodType<string> =>
  z.preprocess((value) => (Number.isSafeInteger(value) ? String(value) : value), readText(hint, read));

const media = z
  .strictObject({
    mime: text.optional(),
    sha256: text.refine((value) => readSha256(value) !== null, { error: 'expected a SHA-256' }).optional(),
    file_name: text.optional(),
  })
  .refine((file) => Object.keys(file).length > 0, { error: 'say at least one of mime, sha256, file_name' });

/** What a message is. */
export const messageShape = {
  text: text.optional(),
  type: z.enum(TESTED_TYPES, { error: `expected one of ${TESTED_TYPES.join(', ')}` }).optional(),
  forwarded: z
    .union([z.literal(true), z.literal('once'), z.literal('many')], {
      error: 'expected true, once or many',
    })
    .optional(),
  reply: z
    .union([z.literal(true), z.literal('us')], { error: 'expected true, or us for an answer to your number' })
    .optional(),
  ad: z.literal(true, { error: 'expected true' }).optional(),
  button: text.optional(),
  media: media.optional(),
  contact_cards: z.int().min(1).max(257).optional(),
};

/** Copies of it, the next one `every` so often (ms). */
export const copiesShape = {
  times: z.int().min(1).max(2000).optional(),
  every: length.optional(),
};

/** Who sends it, apart from their identity: what is known of them before. */
export const personShape = {
  country: readText('expected an ISO country code such as BR', (value) =>
    /^[A-Z]{2}$/.test(value) ? value : null,
  ).optional(),
  name: text.optional(),
  username: text.optional(),
  seen: z.int().min(0).max(1_000_000).optional(),
  seen_for: length.optional(),
  strikes: z.int().min(0).max(1000).optional(),
  /** Listed in the policy; the levels below are earned by writing. */
  trust: z
    .enum(['customer', 'staff'], { error: 'expected customer or staff; for less say seen and seen_for' })
    .optional(),
};
export const personId = digits(PERSON_HINT, (value) => bsuid(value) ?? waId(digitsOf(value)));
export const numberId = digits(NUMBER_HINT, (value) => digitsOf(value) || null);

const fullTestCase = z
  .strictObject({
    ...messageShape,
    from: personId.optional(),
    ...personShape,
    ...copiesShape,
    at: readText(TEST_TIME_HINT, parseTestTime).optional(),
    number: numberId.optional(),
    /** Every copy comes from somebody else, the judged one from the sender of the line. */
    by: z.literal('strangers', { error: 'expected strangers' }).optional(),
    /** Messages, and newcomers, that each hour of the week before brought to the number. */
    normal: z.int().min(0).max(1_000_000).optional(),
  })
  .superRefine((test, context) => {
    checkMessage(test, context);
    checkPerson(test, context);
    if (test.by !== undefined && test.times === undefined)
      context.addIssue({ code: 'custom', message: "goes with 'times': how many people", path: ['by'] });
  });

type Problems = Pick<z.core.$RefinementCtx, 'addIssue'>;
type Typed = Pick<TestCase, 'type' | 'media' | 'button' | 'contact_cards'>;

/** What a message of its type cannot have. */
export function checkMessage(test: Typed, context: Problems): void {
  for (const [key, types] of implications(test)) {
    if (test.type === undefined || types.includes(test.type)) continue;
    context.addIssue({
      code: 'custom',
      message: `a ${test.type} has no '${key}'; it goes with ${types.join(', ')}`,
      path: [key],
    });
  }
  if (implications(test).length > 1) {
    const keys = implications(test).map(([key]) => `'${key}'`);
    context.addIssue({ code: 'custom', message: `one message cannot have both ${keys.join(' and ')}` });
  }
}

export function checkPerson(
  { seen, seen_for }: Pick<TestCase, 'seen' | 'seen_for'>,
  context: Problems,
): void {
  if (seen === 0 && seen_for !== undefined)
    context.addIssue({ code: 'custom', message: 'a sender never seen has no time', path: ['seen_for'] });
}

/**
 * One line of a rule's tests: a stranger's first message unless it says otherwise; of `times` copies, one `every` so often, the
 * last is judged. Lengths and `at` in ms.
 */
export type TestCase = z.output<typeof fullTestCase>;
export const testCaseSchema = z.union([text.transform((value): TestCase => ({ text: value })), fullTestCase]);

/** What only some types of message have → those types, the usual one first. */
function implications(test: Typed): [key: string, types: readonly TestedType[]][] {
  const implied: [string, readonly TestedType[] | null][] = [
    ['media', test.media === undefined ? null : FILE_TYPES],
    ['button', test.button === undefined ? null : ['interactive', 'button']],
    ['contact_cards', test.contact_cards === undefined ? null : ['contacts']],
  ];
  return implied.flatMap(([key, types]) => (types === null ? [] : [[key, types]]));
}

/** The type a test line says, or that what it holds must have. */
export function typeOf(test: TestCase): TestedType {
  if (test.type !== undefined) return test.type;
  if (test.media !== undefined) {
    const kind = test.media.mime?.split('/')[0];
    if (kind === undefined && test.media.file_name === undefined) return 'image';
    return FILE_TYPES.find((type) => type === kind) ?? 'document';
  }
  return implications(test)[0]?.[1][0] ?? 'text';
}
