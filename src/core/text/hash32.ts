const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/**
 * MurmurHash3 (32 bit) over the UTF-16 units of `text`: an unsigned integer, the same on every machine. Not a secret-keeping
 * hash; two seeds side by side make 64 bits where 32 are too few.
 */
export function hash32(text: string, seed = 0): number {
  let hash = seed | 0;
  const pairs = text.length & ~1;
  for (let index = 0; index < pairs; index += 2) {
    hash ^= mix(text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16));
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  if (pairs < text.length) hash ^= mix(text.charCodeAt(pairs));

  hash ^= text.length * 2;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mix(block: number): number {
  const scrambled = Math.imul(block, C1);
  return Math.imul((scrambled << 15) | (scrambled >>> 17), C2);
}
