/** The private Redis cannot be had. The message says what is wrong and what to do about it; it is meant for the terminal. */
export class EmbeddedRedisError extends Error {
  override name = 'EmbeddedRedisError' as const;
}
