import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { attach } from '../../src/cli/attach.ts';
import type { Io } from '../../src/cli/io.ts';
import { UserError } from '../../src/errors.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('attaching to Redis', () => {
  it.each([
    { name: 'nobody listens', isListening: false, why: /ECONNREFUSED/ },
    { name: 'something else listens', isListening: true, why: /timed out/ },
  ])('gives up in seconds and says why when $name', async ({ isListening, why }) => {
    using folder = tempFolder();
    const server = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    if (!isListening) await new Promise((resolve) => server.close(resolve));
    const sink = { write: () => true };
    const env = { REDIS_URL: `redis://127.0.0.1:${port}`, DATA_DIR: folder.path };
    const io: Io = { stdout: sink, stderr: sink, isTTY: false, env };
    const error: unknown = await attach(io).catch((reason: unknown) => reason);
    if (isListening) server.close();
    if (!(error instanceof UserError)) throw new Error('attached to nothing', { cause: error });
    expect(error.message).toMatch(/^Redis cannot be reached: /);
    expect(error.message).toMatch(why);
    expect([error.exitCode, error.hint]).toEqual([1, 'Is it running? Check REDIS_URL or DATA_DIR.']);
  });
});
