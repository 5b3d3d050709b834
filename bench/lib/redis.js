import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { ensureServerBinary } from '../../dist/redis/ensure-binary.js';
import { startServer } from '../../dist/redis/start-server.js';

/** A Redis of the bench's own, append-only and synced on every write like Cordon's embedded one. */
export async function benchRedis({ appendFsync = 'always' } = {}) {
  const { path: binary } = await ensureServerBinary({
    searchPath: process.env.PATH ?? '',
    unasked: ['1', 'true'].includes(process.env.CI ?? ''),
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cordon-bench-')));
  const path = join(folder, 'redis.sock');
  const server = await startServer({
    binary,
    folder,
    socketPath: path,
    appendOnly: true,
    appendFsync,
    maxMemoryBytes: 1024 ** 3,
  });
  const client = new Redis({ path });
  return {
    path,
    client,
    /** CPU used by the server so far, µs. */
    async cpuMicros() {
      const info = await client.info('cpu');
      const used = (name) => Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1] ?? 0);
      return (used('used_cpu_user') + used('used_cpu_sys')) * 1e6;
    },
    async usedBytes() {
      return Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1] ?? 0);
    },
    async close() {
      client.disconnect();
      await server.stop(5_000);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
