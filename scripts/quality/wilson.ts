/** Of a normal distribution, 95 % lie within so many standard deviations of its middle. */
const Z = 1.959964;

/** The 95 % Wilson interval of a share seen as `hits` of `all`: unlike the plain one it is honest for no hits and for few rows. */
export function wilson(hits: number, all: number): { low: number; high: number } {
  if (all === 0) return { low: 0, high: 1 };
  const share = hits / all;
  const scale = 1 + Z ** 2 / all;
  const middle = (share + Z ** 2 / (2 * all)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / all + Z ** 2 / (4 * all ** 2));
  return { low: hits === 0 ? 0 : middle - half, high: hits === all ? 1 : middle + half };
}
