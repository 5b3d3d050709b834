import { z } from 'zod';

const when = z.enum(['before', 'after']).default('before');
const ms = z.number().min(0).max(3_600_000);
const retryAfterSeconds = z.int().min(0).optional();

/** What can go wrong. `when` says on which side of applying the request: `after` leaves the client not knowing. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** Adds up with other faults. `jitterMs` is an extra of 0..jitterMs. */
  z.strictObject({ kind: z.literal('latency'), ms, jitterMs: ms.default(0), when }),
  /** An HTML page, as a proxy in front of Graph makes it. */
  z.strictObject({
    kind: z.literal('html'),
    status: z.int().min(200).max(599).default(502),
    retryAfterSeconds,
    when,
  }),
  /** A Graph error for the whole request, with the status and text Meta documents for its code. */
  z.strictObject({
    kind: z.literal('error'),
    code: z.int(),
    status: z.int().min(200).max(599).optional(),
    subcode: z.int().optional(),
    details: z.string().optional(),
    transient: z.boolean().optional(),
    retryAfterSeconds,
    when,
  }),
  /** So many calls within a time that moves along; the usage headers tell how much is used, and what is too much is refused with `code`. */
  z.strictObject({
    kind: z.literal('quota'),
    calls: z.int().min(1).max(100_000),
    withinMs: z.int().min(1_000).max(86_400_000).default(3_600_000),
    code: z.int().default(80007),
  }),
  /** The connection breaks; `midway`: applied, and half of the answer is already out. */
  z.strictObject({ kind: z.literal('reset'), when: z.enum(['before', 'after', 'midway']).default('before') }),
  /** No answer, ever. */
  z.strictObject({ kind: z.literal('hang'), when }),
  /** Applied; the true answer comes `bytes` at a time. */
  z.strictObject({ kind: z.literal('trickle'), bytes: z.int().min(1).default(1), everyMs: ms.default(100) }),
  /** Applied; the true answer is followed by white space up to `bytes` in all (no content-length unless announced). */
  z.strictObject({
    kind: z.literal('oversize'),
    bytes: z.int().min(1).max(1e9),
    announced: z.boolean().default(false),
  }),
  /** A share of the users fails, the others are applied. Adds up with other faults. */
  z.strictObject({
    kind: z.literal('partial'),
    share: z.number().min(0).max(1),
    code: z.int().default(139103),
    details: z.string().optional(),
  }),
  /** A share of the users is in neither list of the answer. */
  z.strictObject({
    kind: z.literal('omit'),
    share: z.number().min(0).max(1),
    applied: z.boolean().default(true),
  }),
]);

/** A fault and the requests it meets. Without `verb`, `edge` or `phoneNumberId` it meets all of them. */
export const faultPlanSchema = z.strictObject({
  verb: z.enum(['GET', 'POST', 'DELETE']).optional(),
  edge: z.enum(['block_users', 'messages']).optional(),
  phoneNumberId: z.string().optional(),
  /** Lets this many fitting requests pass first. */
  skip: z.int().min(0).default(0),
  /** Strikes at most this often; endless when missing. */
  count: z.int().min(1).optional(),
  probability: z.number().min(0).max(1).default(1),
  /** The same seed strikes the same requests and users. */
  seed: z.int().default(1),
  fault: faultSchema,
});

export type Fault = z.output<typeof faultSchema>;
/** As written by people: defaults may be left out. */
export type FaultPlan = z.input<typeof faultPlanSchema>;
