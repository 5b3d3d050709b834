import { z } from 'zod';

/** What the sender process has to know; it comes by IPC, so that no secret is on a command line. */
const assignment = z.strictObject({
  kind: z.literal('assignment'),
  webhookUrl: z.url(),
  /** The simulator, which has to know who wrote when. */
  graphUrl: z.url(),
  appSecret: z.string(),
  phoneNumberId: z.string(),
  displayPhoneNumber: z.string(),
  runId: z.string(),
  logFile: z.string(),
});
const round = z.strictObject({ kind: z.literal('round'), round: z.int().min(0) });

/** From the demo to its sender. */
export const orderSchema = z.discriminatedUnion('kind', [assignment, round]);
export type Assignment = z.infer<typeof assignment>;
export type Order = z.infer<typeof orderSchema>;

const progress = z.strictObject({
  /** Messages, each once. */
  acknowledged: z.int(),
  /** Messages Meta did not deliver because their writer was blocked. */
  stopped: z.int(),
  /** Deliveries sent again although they had been acknowledged. */
  redelivered: z.int(),
  /** Posts that were answered 503 or not at all, and tried again. */
  retried: z.int(),
  /** Forged deliveries that were refused. */
  refused: z.int(),
});
export type Progress = z.infer<typeof progress>;
export const NO_PROGRESS: Progress = { acknowledged: 0, stopped: 0, redelivered: 0, retried: 0, refused: 0 };

/** From the sender to the demo. */
export const reportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('scene'), title: z.string(), about: z.string() }),
  z.strictObject({ kind: z.literal('progress'), progress }),
  z.strictObject({ kind: z.literal('told'), round: z.int() }),
  z.strictObject({ kind: z.literal('failed'), message: z.string() }),
]);
export type Report = z.infer<typeof reportSchema>;
