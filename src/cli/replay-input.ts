import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { errorCode } from '../config/secret-file.ts';
import { UserError } from '../errors.ts';
import type { Io } from './io.ts';

export interface ReplayInput {
  /** As errors call it. */
  name: string;
  bytes: AsyncIterable<Uint8Array>;
  /** Share read so far, 0 to 1; null when nobody knows how much there is. */
  readSoFar: () => number | null;
}

/** Opens a file, or standard input for `-`. Throws a UserError for what cannot be read or is surely no JSON. */
export async function openReplayInput(path: string, io: Io, stop: AbortSignal): Promise<ReplayInput> {
  if (path === '-') {
    const stream = addAbortSignal(stop, io.input?.() ?? process.stdin);
    return { name: 'standard input', bytes: checked(stream, 'standard input', stop), readSoFar: () => null };
  }
  const size = await sizeOf(path);
  let read = 0;
  const stream = createReadStream(path, { highWaterMark: 256 * 1024, signal: stop });
  stream.on('data', (chunk) => (read += chunk.length));
  return {
    name: path,
    bytes: checked(stream, path, stop),
    readSoFar: () => (size === 0 ? null : Math.min(1, read / size)),
  };
}

/** 0 for what has no size of its own, such as a pipe. */
async function sizeOf(path: string): Promise<number> {
  const about = await stat(path).catch((error: unknown) => {
    throw new UserError(`${path} cannot be read (${errorCode(error)})`, { cause: error });
  });
  if (about.isDirectory())
    throw new UserError(`${path} is a folder`, { hint: 'Give a file with one JSON object a line.' });
  return about.isFile() ? about.size : 0;
}

const FOREIGN: { starts: readonly number[]; what: string; hint: string }[] = [
  {
    starts: [0x1f, 0x8b],
    what: 'is compressed',
    hint: 'Unpack it on the way: gunzip -c FILE.gz | cordon rules replay -',
  },
  {
    starts: [0x28, 0xb5, 0x2f, 0xfd],
    what: 'is compressed',
    hint: 'Unpack it on the way: zstd -dc FILE.zst | cordon rules replay -',
  },
  { starts: [0xff, 0xfe], what: 'is UTF-16 text', hint: 'Save it as UTF-8.' },
  { starts: [0xfe, 0xff], what: 'is UTF-16 text', hint: 'Save it as UTF-8.' },
];

/** What files often are instead of JSON lines is said once, not once a line. */
async function* checked(
  stream: AsyncIterable<Uint8Array>,
  name: string,
  stop: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  try {
    for await (const chunk of stream) {
      const foreign = FOREIGN.find(({ starts }) => starts.every((byte, index) => chunk[index] === byte));
      if (isFirst && foreign !== undefined)
        throw new UserError(`${name} ${foreign.what}`, { hint: foreign.hint });
      isFirst = false;
      yield chunk;
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (stop.aborted) throw stopped();
    throw new UserError(`${name} cannot be read (${errorCode(error)})`, { cause: error });
  }
}

export const stopped = (): UserError => new UserError('stopped before the end; nothing was changed');
