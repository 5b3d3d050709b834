/** Lays sources, each newest first, into one, newest first. Of each only one item is read ahead. */
export async function* newestFirst<T extends { at: number }>(
  sources: readonly AsyncIterable<T>[],
): AsyncGenerator<T> {
  const open = sources.map((source) => source[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(open.map((source) => source.next()));
    for (;;) {
      let best = -1;
      let latest = -Infinity;
      for (const [index, head] of heads.entries()) {
        if (head.done === true || head.value.at <= latest) continue;
        best = index;
        latest = head.value.at;
      }
      const source = open[best];
      const head = heads[best];
      if (source === undefined || head === undefined || head.done === true) return;
      yield head.value;
      heads[best] = await source.next();
    }
  } finally {
    for (const source of open) await source.return?.(undefined);
  }
}
