import { z } from 'zod';

const HINT =
  'expected the last day it holds, such as 2027-01-31 (in UTC), or an instant with its zone, such as 2027-01-31T18:00Z';
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;

/** From `at` (ms) on a rule has expired; `text` says when in words. */
export interface Expiry {
  at: number;
  text: string;
}

/** A day counts to its end in UTC, an instant exactly. Null for anything else, and for days no calendar has. */
export function parseExpiry(written: string): Expiry | null {
  const day = DAY.test(written) ? written : INSTANT.exec(written)?.[1];
  if (day === undefined || !isDay(day)) return null;
  if (day === written) return { at: Date.parse(`${day}T00:00Z`) + DAY_MS, text: `after ${day}` };
  const at = Date.parse(written);
  return Number.isNaN(at) ? null : { at, text: `at ${written}` };
}

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

export const expirySchema = z.string({ error: HINT }).transform((written, context) => {
  const expiry = parseExpiry(written.trim());
  if (expiry !== null) return expiry;
  context.addIssue({ code: 'custom', message: HINT });
  return z.NEVER;
});
