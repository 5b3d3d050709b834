import type { Counter, HourCounter, NumberCounts } from '../core/state/number-counts.ts';
import { SLICE_S } from '../core/state/number-counts.ts';

/**
 * A number's counters as Redis holds them, big-endian: ten minutes a key, for each second messages, texts and newcomers (u16 each);
 * a day a key, for each hour messages and newcomers (u32 each). Zeros at the end are left out. observe.lua knows this layout.
 */
const DAY_HOURS = 24;
const IN_SECOND: Record<Counter, number> = { messages: 0, texts: 2, newcomers: 4 };
const IN_HOUR: Record<HourCounter, number> = { messages: 0, newcomers: 4 };

/** Pairs: a slice or day, and its bytes. */
export type Places = readonly (number | Buffer | null)[];

/** The counters read back; what was not read counts 0. */
export function decodeCounts(slicePairs: Places, dayPairs: Places, since: Buffer | null): NumberCounts {
  const slices = byPlace(slicePairs);
  const days = byPlace(dayPairs);
  return {
    eachSecond: (counter, from, to, visit) => {
      for (let slice = Math.floor(from / SLICE_S); slice * SLICE_S <= to; slice += 1) {
        const bytes = slices.get(slice);
        if (bytes === undefined) continue;
        const start = slice * SLICE_S;
        const end = Math.min(to, start + SLICE_S - 1);
        for (let at = Math.max(from, start); at <= end; at += 1) {
          const place = (at - start) * 6 + IN_SECOND[counter];
          const count = place + 2 <= bytes.length ? bytes.readUInt16BE(place) : 0;
          if (count > 0) visit(at, count);
        }
      }
    },
    inHour: (counter, hour) => {
      const day = Math.floor(hour / DAY_HOURS);
      const bytes = days.get(day);
      const place = (hour - day * DAY_HOURS) * 8 + IN_HOUR[counter];
      return bytes && place + 4 <= bytes.length ? bytes.readUInt32BE(place) : 0;
    },
    since: since === null ? null : Number(since),
  };
}

function byPlace(pairs: Places): ReadonlyMap<number, Buffer> {
  const places = new Map<number, Buffer>();
  for (let index = 0; index < pairs.length; index += 2) {
    const [place, bytes] = [pairs[index], pairs[index + 1]];
    if (typeof place === 'number' && Buffer.isBuffer(bytes)) places.set(place, bytes);
  }
  return places;
}
