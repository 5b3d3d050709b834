import type { Counted, Counter, HourCounter, NumberCounts } from './number-counts.ts';
import { HOUR_S, NORMAL_HOURS, SECONDS_KEPT_S, SLICE_S } from './number-counts.ts';

type Tally = Record<Counter, number>;

/** The reference of a number's counters in Redis: the same numbers, kept in maps. */
export class NumberTally implements NumberCounts {
  /** Slice → second → tally. */
  readonly #slices = new Map<number, Map<number, Tally>>();
  readonly #hours = new Map<number, Tally>();
  #tidiedAt = 0;
  since: number | null = null;

  eachSecond(counter: Counter, from: number, to: number, visit: (at: number, count: number) => void): void {
    for (let slice = Math.floor(from / SLICE_S); slice * SLICE_S <= to; slice += 1) {
      for (const [at, tally] of this.#slices.get(slice) ?? [])
        if (at >= from && at <= to && tally[counter] > 0) visit(at, tally[counter]);
    }
  }

  inHour(counter: HourCounter, hour: number): number {
    return this.#hours.get(hour)?.[counter] ?? 0;
  }

  /** Messages that were never seen before; those older than what is kept are left out. */
  add(fresh: readonly Counted[], nowS: number): void {
    if (fresh.length === 0) return;
    this.since ??= Math.floor(nowS / HOUR_S);
    for (const one of fresh) {
      if (one.at < nowS - SECONDS_KEPT_S) continue;
      const slice = Math.floor(one.at / SLICE_S);
      const seconds = this.#slices.get(slice) ?? new Map<number, Tally>();
      this.#slices.set(slice, seconds);
      count(seconds, one.at, one);
      count(this.#hours, Math.floor(one.at / HOUR_S), one);
    }
    this.#tidy(nowS);
  }

  /** As if every hour of the week before had brought so many messages of newcomers. */
  fillHours(perHour: number, nowS: number): void {
    const hour = Math.floor(nowS / HOUR_S);
    this.since = hour - NORMAL_HOURS - 1;
    for (let before = 1; before <= NORMAL_HOURS; before += 1)
      this.#hours.set(hour - before, { messages: perHour, texts: 0, newcomers: perHour });
  }

  /** Once an hour, so that a long timeline does not grow without end. */
  #tidy(nowS: number): void {
    if (nowS - this.#tidiedAt < HOUR_S) return;
    this.#tidiedAt = nowS;
    // No message that is still counted looks further back than an hour's window, or a week before the hour it is in.
    const second = nowS - SECONDS_KEPT_S - HOUR_S;
    forgetBefore(this.#slices, Math.floor(second / SLICE_S));
    forgetBefore(this.#hours, Math.floor(second / HOUR_S) - NORMAL_HOURS);
  }
}

function count(tallies: Map<number, Tally>, place: number, { text, newcomer }: Counted): void {
  const tally = tallies.get(place) ?? { messages: 0, texts: 0, newcomers: 0 };
  tallies.set(place, tally);
  tally.messages += 1;
  if (text) tally.texts += 1;
  if (newcomer) tally.newcomers += 1;
}

function forgetBefore(places: Map<number, unknown>, first: number): void {
  for (const place of places.keys()) if (place < first) places.delete(place);
}
