import { z } from 'zod';
import { DURATION_HINT, formatDuration, MAX_DURATION_MS, parseDuration } from '../core/duration.ts';

export const MIN_COOLDOWN_MS = 1000;

/** A length with whole seconds at least, at most ten years; `permanent` is said with `block` or `after_ladder`. */
export const duration = z.string({ error: `expected ${DURATION_HINT}` }).transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null && ms >= MIN_COOLDOWN_MS) return ms;
  const message = `expected ${DURATION_HINT}, from 1s to ten years (${formatDuration(MAX_DURATION_MS)})`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** A score from which something happens. */
export const threshold = z.number().min(0.1).max(100_000);

/** `5 per 10m`; null for anything else. */
export function parseCountPer(text: string): { count: number; withinMs: number } | null {
  const [, count, length] = /^(\d{1,9}) per (\S+)$/.exec(text) ?? [];
  const withinMs = length === undefined ? null : parseDuration(length);
  return withinMs === null ? null : { count: Number(count), withinMs };
}
