/** What a clock on the wall of a place shows. */
export interface LocalTime {
  /** Three letters, `mon` to `sun`. */
  day: string;
  /** Minutes since midnight as the clock shows them. */
  minute: number;
}

/** Every zone is a whole number of quarters away from UTC, and changes its clocks at one: within a quarter only minutes pass. */
const QUARTER_MS = 15 * 60_000;
const MINUTE_MS = 60_000;
const clocks = new Map<string, (at: number) => LocalTime>();

/** Why a text names no time zone; null when it does. */
export function zoneProblem(zone: string): string | null {
  // Offsets such as +02:00 know no summer time, and not every Node takes them.
  if (/^[A-Za-z][\w/+-]*$/.test(zone) && isKnown(zone)) return null;
  const place = zone.trim().replaceAll(' ', '_').toLowerCase();
  const near = Intl.supportedValuesOf('timeZone').find((known) => known.toLowerCase().endsWith(`/${place}`));
  return `there is no time zone '${zone}'${near === undefined ? '; expected one such as Europe/Berlin or UTC' : ` (did you mean ${near}?)`}`;
}

function isKnown(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Turns an instant (ms) into a zone's local time. One clock a zone: what costs most is made once and asked four times an hour. */
export function zoneClock(zone: string): (at: number) => LocalTime {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  let quarter = NaN;
  let shown: LocalTime = { day: '', minute: 0 };
  const clock = (at: number): LocalTime => {
    const now = Math.floor(at / QUARTER_MS);
    if (now !== quarter) {
      quarter = now;
      shown = read(format.formatToParts(now * QUARTER_MS));
    }
    return { day: shown.day, minute: shown.minute + Math.floor((at - quarter * QUARTER_MS) / MINUTE_MS) };
  };
  clocks.set(zone, clock);
  return clock;
}

function read(parts: readonly Intl.DateTimeFormatPart[]): LocalTime {
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return { day: part('weekday').toLowerCase(), minute: Number(part('hour')) * 60 + Number(part('minute')) };
}

/** `7:05` for 425. */
export const formatMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
