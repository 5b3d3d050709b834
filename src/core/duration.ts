const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const UNIT_NAMES = ['w', 'd', 'h', 'm', 's'] as const;

/** Nothing in Cordon lasts longer than ten years; what should is `permanent`. */
export const MAX_DURATION_MS = 3650 * UNITS.d;

export const DURATION_HINT = 'a length such as 30s, 10m, 2h, 1d or 1w';

/** `30s 10m 2h 1d 1w` (also `1h30m`, `1.5h`) in ms; null for anything else, for zero and for more than ten years. */
export function parseDuration(text: string): number | null {
  if (text.length > 32 || !/^(?:\d+(?:\.\d+)?[smhdw])+$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smhdw])/g)) {
    total += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  const ms = Math.round(total);
  return ms > 0 && ms <= MAX_DURATION_MS ? ms : null;
}

/** The shortest writing `parseDuration` reads back: 5,400,000 → `1h30m`; rests below a second as decimals (`0.5s`). */
export function formatDuration(ms: number): string {
  let rest = ms;
  let text = '';
  for (const unit of UNIT_NAMES) {
    const amount = unit === 's' ? rest / UNITS.s : Math.floor(rest / UNITS[unit]);
    if (amount === 0) continue;
    text += `${amount}${unit}`;
    rest -= amount * UNITS[unit];
  }
  return text === '' ? '0s' : text;
}
