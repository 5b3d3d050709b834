import { DURATION_HINT, parseDuration } from '../core/duration.ts';
import { UserError } from '../errors.ts';

/** An instant (ms): `7d` = so long before `now`, or a day or time such as 2026-03-01T22:30Z. Throws a UserError for anything else. */
export function momentOption(text: string, option: string, now: number): number {
  const ago = parseDuration(text);
  if (ago !== null) return now - ago;
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (at >= 0) return at;
  throw new UserError(`--${option} ${text} is neither ${DURATION_HINT} nor a time`, {
    hint: 'Write how long ago it was, or a time such as 2026-03-01 or 2026-03-01T22:30Z.',
  });
}
