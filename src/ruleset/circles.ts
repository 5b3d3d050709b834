/**
 * What asks for what, put in order: whoever is asked comes first. Circles are told from their first member in the given order; with
 * any, the order means nothing. Takes any number of steps without recursion.
 */
export function circlesIn<T>(
  all: readonly T[],
  asks: (one: T) => readonly T[],
): { order: T[]; circles: T[][] } {
  const open = new Map(all.map((one) => [one, new Set(asks(one))]));
  const askedFrom = new Map<T, T[]>();
  for (const [one, asked] of open)
    for (const other of asked) {
      const from = askedFrom.get(other);
      if (from === undefined) askedFrom.set(other, [one]);
      else from.push(one);
    }
  const order: T[] = [];
  const settle = (ready: T[]): void => {
    for (let one = ready.pop(); one !== undefined; one = ready.pop()) {
      if (!open.delete(one)) continue;
      order.push(one);
      for (const other of askedFrom.get(one) ?? []) {
        const left = open.get(other);
        left?.delete(one);
        if (left?.size === 0) ready.push(other);
      }
    }
  };
  settle(all.filter((one) => open.get(one)?.size === 0).reverse());
  const circles: T[][] = [];
  for (let start = all.find((one) => open.has(one)); start !== undefined;) {
    const circle = circleFrom(start, open);
    circles.push(fromFirst(circle, all));
    // Taken out, it hides no other circle.
    settle([...circle]);
    start = all.find((one) => open.has(one));
  }
  return { order, circles };
}

/** Follows what is asked until somebody comes again. */
function circleFrom<T>(start: T, open: ReadonlyMap<T, ReadonlySet<T>>): T[] {
  const way: T[] = [];
  const seen = new Map<T, number>();
  let one = start;
  for (;;) {
    const before = seen.get(one);
    if (before !== undefined) return way.slice(before);
    seen.set(one, way.length);
    way.push(one);
    const next = [...(open.get(one) ?? [])].find((other) => open.has(other));
    if (next === undefined) throw new Error('what is left asks for nothing');
    one = next;
  }
}

function fromFirst<T>(circle: readonly T[], all: readonly T[]): T[] {
  const places = circle.map((one) => all.indexOf(one));
  const first = places.indexOf(Math.min(...places));
  return [...circle.slice(first), ...circle.slice(0, first)];
}
