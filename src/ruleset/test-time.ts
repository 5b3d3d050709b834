import { zoneProblem } from '../conditions/zone-clock.ts';

export const TEST_TIME_HINT =
  "expected a time such as '23:30', 'sat 23:30', '2026-03-29 23:30' (each also with a zone behind it: 'sat 23:30 Europe/Berlin') or 2026-03-29T23:30Z";

/** The week rule tests happen in; what a rule says must not depend on it. */
const MONDAY = Date.UTC(2026, 0, 5);
const FIRST = Date.UTC(2000, 0);
const DAY_MS = 86_400_000;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
/** When a test that does not say is sent. */
export const DEFAULT_TEST_TIME = MONDAY + 9 * 3_600_000;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;
const LOCAL = /^(?:(mon|tue|wed|thu|fri|sat|sun|\d{4}-\d{2}-\d{2}) )?(\d{1,2}):(\d{2})(?: (\S+))?$/;

/** The instant (ms) an `at` of a rule test stands for; null for anything else, and for a time that clocks skip. */
export function parseTestTime(text: string): number | null {
  if (INSTANT.test(text)) return midnightOf(text.slice(0, 10)) === null ? null : Date.parse(text) || null;
  const [, day = 'mon', hours = '', minutes = '', zone = 'UTC'] = LOCAL.exec(text) ?? [];
  if (hours === '' || Number(hours) > 23 || Number(minutes) > 59 || zoneProblem(zone) !== null) return null;
  const index = DAYS.indexOf(day);
  const midnight = index === -1 ? midnightOf(day) : MONDAY + index * DAY_MS;
  return midnight === null
    ? null
    : instantOf(midnight + (Number(hours) * 60 + Number(minutes)) * 60_000, zone);
}

/** Null for days no calendar has, and for those before 2000. */
function midnightOf(date: string): number | null {
  const at = Date.parse(`${date}T00:00Z`);
  return at >= FIRST && new Date(at).toISOString().startsWith(date) ? at : null;
}

/** The instant at which a clock of the zone shows `wall` (as if it were UTC). */
function instantOf(wall: number, zone: string): number | null {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  });
  const shownAt = (at: number): number => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const date = Date.UTC(2000 + part('year'), part('month') - 1, part('day'));
    return date + ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000;
  };
  const guess = wall - (shownAt(wall) - wall);
  const at = wall - (shownAt(guess) - guess);
  return shownAt(at) === wall ? at : null;
}
