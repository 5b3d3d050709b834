import { parseDuration } from '../core/duration.ts';
import { parseTestTime } from '../ruleset/test-time.ts';

export const STORY_TIME_HINT =
  "expected a length since the start such as 90s or '2d 3h', one since the step before such as '+1h', or a day and time such as 'sat 23:30', '2026-03-29 23:30' (each also with a zone behind it: 'sat 23:30 Europe/Berlin')";

const DAY_MS = 86_400_000;
const CLOCK = /^(?:(mon|tue|wed|thu|fri|sat|sun) )?(\d{1,2}:\d{2}(?: \S+)?)$/;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** A length as people write it: `1h 5m`, also `0s`; null for anything else. */
export function parseLength(text: string): number | null {
  const joined = text.replace(/\s+(?=\d)/g, '');
  return /^0+(?:\.0+)?[smhdw]$/.test(joined) ? 0 : parseDuration(joined);
}

/**
 * The instant a time in a story stands for; null when it is none. `starts` is the story's beginning, `after` the end of the step
 * before: a time of day, or of a weekday, is the first such one from then on.
 */
export function parseStoryTime(text: string, starts: number, after: number): number | null {
  const trimmed = text.trim();
  const since = parseLength(trimmed.replace(/^\+\s*/, ''));
  if (since !== null) return (trimmed.startsWith('+') ? after : starts) + since;
  const [, weekday, clock] = CLOCK.exec(trimmed) ?? [];
  return clock === undefined ? parseTestTime(trimmed) : nextTime(clock, weekday, after);
}

/** The same for something that happened: a time of day, or of a weekday, is the last such one until `now`. Nothing happened after the step. */
export function parsePastTime(text: string, starts: number, now: number): number | null {
  if (text.trim().startsWith('+')) return null;
  const [, weekday] = CLOCK.exec(text.trim()) ?? [];
  return parseStoryTime(text, starts, now - (weekday === undefined ? 1 : 7) * DAY_MS + 1);
}

/** The first such time of day (on such a weekday) that is not before `after`; a day whose clocks skip it has none. */
function nextTime(clock: string, weekday: string | undefined, after: number): number | null {
  // The day before and two weeks after are enough in every zone, also when one of the days skips the hour.
  for (let day = -1; day <= 15; day += 1) {
    const date = new Date(after + day * DAY_MS);
    if (weekday !== undefined && WEEKDAYS[date.getUTCDay()] !== weekday) continue;
    const at = parseTestTime(`${date.toISOString().slice(0, 10)} ${clock}`);
    if (at !== null && at >= after) return at;
  }
  return null;
}

const UNITS = [
  ['d', DAY_MS],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** A length as stories write it: `30d 19s`; never in weeks, which nobody counts in. */
export function formatLength(ms: number): string {
  let rest = Math.abs(ms);
  const parts = UNITS.flatMap(([unit, size]) => {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return amount === 0 ? [] : [`${amount}${unit}`];
  });
  if (rest > 0 || parts.length === 0) parts.push(`${rest / 1000}s`);
  return `${ms < 0 ? '-' : ''}${parts.join(' ')}`;
}
