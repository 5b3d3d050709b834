/** Something that happened at a whole second; equal `value`s are the same thing where different ones are counted. */
export interface Happening {
  at: number;
  value: number;
}

/**
 * The most happenings, or the most different ones, in any window of `within` seconds that contains the second `at`. Windows are
 * half-open: two seconds exactly `within` apart never share one. For what comes in order this is the plain trailing count; what
 * arrives late is counted with those before and after it.
 */
export function busiestWindow(
  happenings: readonly Happening[],
  at: number,
  within: number,
  different = false,
): number {
  const near: Happening[] = [];
  let latest = at;
  for (const one of happenings) {
    if (one.at <= at - within || one.at >= at + within) continue;
    near.push(one);
    if (one.at > latest) latest = one.at;
  }
  if (latest === at) return different ? new Set(near.map(({ value }) => value)).size : near.length;
  return slide(near, within, different);
}

/** What is not after `at` lies in one window, so that sizes on the way there never exceed that of a window containing it. */
function slide(near: Happening[], within: number, different: boolean): number {
  near.sort((a, b) => a.at - b.at);
  const held = new Map<number, number>();
  let best = 0;
  let from = 0;
  for (const [index, { at, value }] of near.entries()) {
    for (let first = near[from]; first !== undefined && first.at <= at - within; first = near[from]) {
      const left = (held.get(first.value) ?? 0) - 1;
      if (left === 0) held.delete(first.value);
      else held.set(first.value, left);
      from += 1;
    }
    held.set(value, (held.get(value) ?? 0) + 1);
    best = Math.max(best, different ? held.size : index - from + 1);
  }
  return best;
}
