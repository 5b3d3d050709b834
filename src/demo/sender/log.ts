import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const person = z.strictObject({
  phone: z.string().nullable(),
  userId: z.string().nullable(),
  part: z.enum(['innocent', 'offender']),
});

/** One line of the sender's log. Every message of the story ends as exactly one of these. */
export const logLineSchema = z.strictObject({
  /**
   * `sent`: the receiver answered 200 · `stopped`: Meta did not deliver it, its writer was blocked · `failed`: never
   * answered 200 · `refused` / `believed`: a forged one, answered 401 / anything else.
   */
  kind: z.enum(['sent', 'stopped', 'failed', 'refused', 'believed']),
  /** The wamid. */
  id: z.string(),
  person,
  at: z.number(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** The sender's own account of what it did, a JSON line a message; the demo's result is reckoned from it. */
export interface SenderLog {
  add: (lines: readonly LogLine[]) => void;
  /** Every round has a log of its own. */
  restart: () => void;
}

export function createSenderLog(file: string): SenderLog {
  return {
    restart: () => writeFileSync(file, '', { mode: 0o600 }),
    add: (lines) => appendFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join('')),
  };
}

export function readSenderLog(file: string): LogLine[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => logLineSchema.parse(JSON.parse(line)));
}
