const WORD = /^[a-z][a-z_-]{0,31}$/i;

/**
 * Passes the first `limit` distinct words on and turns everything else into `other`: a label must not grow with what people
 * send, and digits, which could be a phone number, are never a word.
 */
export function boundedLabel(limit: number): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (seen.size >= limit || !WORD.test(value)) return 'other';
    seen.add(value);
    return value;
  };
}
