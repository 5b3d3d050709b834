import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './ts-loader.js';

/**
 * One private Redis for the whole run, on a Unix socket in a folder of its own; tests keep apart by key prefix. It ends
 * with this process, even on kill -9. Installs Redis first, by the same code as the product, where there is none.
 */
export default async function globalSetup() {
  const { ensureServerBinary } = await import('../../src/redis/ensure-binary.ts');
  const { startServer } = await import('../../src/redis/start-server.ts');
  const binary = await ensureServerBinary(
    { searchPath: process.env.PATH ?? '', unasked: ['1', 'true'].includes(process.env.CI ?? '') },
    (line) => process.stderr.write(`${line}\n`),
  );
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cordon-test-')));
  const server = await startServer({
    binary: binary.path,
    folder,
    socketPath: join(folder, 'redis.sock'),
    appendOnly: false,
    appendFsync: 'everysec',
    maxMemoryBytes: 1024 ** 3,
  });
  process.env.CORDON_TEST_REDIS = join(folder, 'redis.sock');
  process.env.CORDON_TEST_REDIS_BINARY = binary.path;
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder); // a run that is interrupted has no teardown
  globalThis.__stopTestRedis = async () => {
    await server.stop();
    removeFolder();
  };
}
