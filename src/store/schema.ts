import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** Raised when the meaning of stored keys changes; a start then migrates or refuses. */
const SCHEMA_VERSION = '1';

/** Thrown when this Redis holds data of another Cordon version. */
export class SchemaError extends Error {
  override name = 'SchemaError' as const;
}

export async function checkSchema(redis: Redis, keys: Keys): Promise<void> {
  // Read first: a full Redis takes no SET, not even one that would change nothing.
  if ((await redis.get(keys.schema)) === SCHEMA_VERSION) return;
  await redis.set(keys.schema, SCHEMA_VERSION, 'NX');
  const found = await redis.get(keys.schema);
  if (found === SCHEMA_VERSION) return;
  throw new SchemaError(
    `This Redis holds data in format ${found ?? 'unknown'}; this Cordon reads ${SCHEMA_VERSION}. Run the Cordon version that wrote it, or set another KEY_PREFIX.`,
  );
}
