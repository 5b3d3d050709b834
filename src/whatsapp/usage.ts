import { field, finite, list } from './json.ts';

/** How much of Meta's quotas is used, from the answer's headers. */
export interface Usage {
  /** Highest of all percentages told; Meta throttles at 100. null when no usage header came. */
  percent: number | null;
  /** Longest time until access is regained, ms; 0 when not throttled. */
  regainMs: number;
  /** The answer's own `Date`, ms, for telling clock skew; null when absent. */
  serverDateMs: number | null;
}

const PERCENTAGES = ['call_count', 'total_cputime', 'total_time'] as const;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Reads `X-App-Usage` and `X-Business-Use-Case-Usage` (JSON in a header; times in minutes). Never throws. */
export function parseUsage(headers: Headers): Usage {
  const cases = businessUseCases(parseJson(headers.get('x-business-use-case-usage')));
  const items = [parseJson(headers.get('x-app-usage')), ...cases];
  const percents = items
    .flatMap((item) => PERCENTAGES.map((name) => finite(field(item, name)) ?? -1))
    .filter((n) => n >= 0);
  const minutes = items.map((item) => finite(field(item, 'estimated_time_to_regain_access')) ?? 0);
  return {
    percent: percents.length === 0 ? null : Math.max(...percents),
    regainMs: Math.min(Math.max(0, ...minutes) * MINUTE_MS, DAY_MS),
    serverDateMs: dateMs(headers.get('date')),
  };
}

/**
 * `Retry-After` in ms, at most a day: seconds, or a date read against the answer's own `Date` so that our clock does not matter.
 * null when absent or unreadable.
 */
export function parseRetryAfter(headers: Headers): number | null {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), DAY_MS);
  const until = dateMs(value);
  const now = dateMs(headers.get('date'));
  return until === null || now === null ? null : Math.min(Math.max(until - now, 0), DAY_MS);
}

function dateMs(value: string | null): number | null {
  // Date.parse takes almost anything; an HTTP date begins with its weekday.
  if (value === null || !/^[A-Z][a-z]{2,8},? /.test(value)) return null;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

function businessUseCases(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap((item) => list(item))
    : [];
}

function parseJson(header: string | null): unknown {
  if (header === null) return null;
  try {
    return JSON.parse(header);
  } catch {
    return null;
  }
}
