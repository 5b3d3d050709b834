/** Meta's timestamp (seconds, as a string or a number) in ms; `receivedAt` when it is missing, garbage or in the future. */
export function readSentAt(timestamp: unknown, receivedAt: number): number {
  const isDigits = typeof timestamp === 'string' && /^\s*\d{1,15}(?:\.\d{1,9})?\s*$/.test(timestamp);
  const seconds = isDigits ? Number(timestamp) : typeof timestamp === 'number' ? timestamp : Number.NaN;
  return seconds > 0 ? Math.min(Math.floor(seconds * 1_000), receivedAt) : receivedAt;
}
