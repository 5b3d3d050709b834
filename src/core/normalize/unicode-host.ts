const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_POINT = 128;
const LAST_POINT = 0x10ffff;

/** An ASCII host with its `xn--` labels in the letters people see; labels that are no punycode stay as they are. */
export function unicodeHost(host: string): string {
  if (!host.includes('xn--')) return host;
  return host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodePunycode(label.slice(4)) ?? label) : label))
    .join('.');
}

/** RFC 3492; null when it is none. */
function decodePunycode(encoded: string): string | null {
  const hyphen = encoded.lastIndexOf('-');
  const points = Array.from(encoded.slice(0, Math.max(0, hyphen)), (character) => character.charCodeAt(0));
  let point = FIRST_POINT;
  let place = 0;
  let bias = FIRST_BIAS;
  for (let at = hyphen + 1; at < encoded.length;) {
    const start = place;
    for (let weight = 1, position = BASE; ; position += BASE) {
      const digit = digitOf(encoded.charCodeAt(at));
      if (digit === null) return null;
      at += 1;
      place += digit * weight;
      const threshold = Math.min(T_MAX, Math.max(T_MIN, position - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const count = points.length + 1;
    bias = adapt(place - start, count, start === 0);
    point += Math.floor(place / count);
    place %= count;
    if (point > LAST_POINT) return null;
    points.splice(place, 0, point);
    place += 1;
  }
  return points.length === 0 ? null : String.fromCodePoint(...points);
}

function adapt(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / count);
  let steps = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) >> 1) {
    rest = Math.floor(rest / (BASE - T_MIN));
    steps += BASE;
  }
  return steps + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

/** `a` … `z` are 0 … 25, `0` … `9` are 26 … 35; null for anything else and behind the end. */
function digitOf(unit: number): number | null {
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x61;
  if (unit >= 0x41 && unit <= 0x5a) return unit - 0x41;
  return unit >= 0x30 && unit <= 0x39 ? unit - 0x30 + 26 : null;
}
