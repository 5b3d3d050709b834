import type { WarnPolicy } from './policy.ts';

/** Meta's limit of `text.body`, characters [Cloud API, text messages]. */
export const MAX_WARNING_TEXT = 4_096;

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

export const placeholdersOf = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);

/** What a sender reads. `lengthMs`: how long the block that follows lasts, Infinity = for good; null = none follows. */
export function warningText(policy: WarnPolicy, lengthMs: number | null): string {
  const template = lengthMs === null ? policy.text : (policy.beforeBlock ?? '');
  const length = lengthMs === null ? '' : lengthMs === Infinity ? policy.forGood : lengthInWords(lengthMs);
  const values = new Map([
    ['appeal', policy.appeal],
    ['length', length],
  ]);
  return template.replace(PLACEHOLDER, (_, name: string) => values.get(name) ?? '');
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** In units that read alike in most languages, two at most, never too short: `5 min`, `1 h 6 min`, `24 h`, `7 d 4 h`. */
export function lengthInWords(ms: number): string {
  const isLong = ms >= 2 * DAY_MS;
  const [unit, large, rest, small] = isLong ? [HOUR_MS, 24, 'h', 'd'] : [MINUTE_MS, 60, 'min', 'h'];
  const total = Math.max(1, Math.ceil(ms / unit));
  const [whole, left] = [Math.floor(total / large), total % large];
  const parts = [whole === 0 ? '' : `${whole} ${small}`, left === 0 ? '' : `${left} ${rest}`];
  return parts.filter((part) => part !== '').join(' ');
}
