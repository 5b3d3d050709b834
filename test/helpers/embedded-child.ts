/** A small Cordon for kill tests: `node --import ts-loader.js embedded-child.ts DATA_DIR`. Prints one line of JSON. */
import { startEmbeddedRedis } from '../../src/redis/embedded.ts';

try {
  const redis = await startEmbeddedRedis({
    dataDir: process.argv[2] ?? '',
    install: { searchPath: process.env.PATH ?? '', unasked: false },
    say: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(
    `${JSON.stringify({ path: redis.path, pid: redis.pid, takenOver: redis.takenOver })}\n`,
  );
  if (process.argv[3] !== 'leave') setInterval(() => undefined, 1_000);
} catch (error) {
  process.stdout.write(
    `${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`,
  );
}
