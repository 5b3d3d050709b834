/** Work gives the event loop back this often, so that a receiver in the same process keeps answering. */
const SLICE_MS = 4;

/** `items.map(work)` that never holds the event loop for much longer than one item and four milliseconds. */
export async function mapInSlices<T, U>(items: readonly T[], work: (item: T) => U): Promise<U[]> {
  const results: U[] = [];
  let sliceStart = performance.now();
  for (const item of items) {
    results.push(work(item));
    if (performance.now() - sliceStart > SLICE_MS) {
      await new Promise(setImmediate);
      sliceStart = performance.now();
    }
  }
  return results;
}
