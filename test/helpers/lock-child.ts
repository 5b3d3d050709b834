/** Tries once for the lock of a folder, says how it went, and holds on to it. */
import { lockFolder } from '../../src/redis/folder-lock.ts';

const folder = process.argv[2] ?? '';
try {
  await lockFolder(folder, folder);
  process.stdout.write('{"locked":true}\n');
  setInterval(() => undefined, 1_000);
} catch (error) {
  process.stdout.write(
    `${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`,
  );
}
