import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Image } from './image.ts';

/** Who runs in our containers: not root. A test that is root becomes them, so that a missing permission shows. */
export const USER = 1000;
const asUser = process.getuid?.() === 0 ? { uid: USER, gid: USER } : {};

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** What it wrote so far to stdout and stderr. */
  output(): string;
  /** Sends the signal an engine sends first, and waits for the end. */
  stop(): Promise<Ended>;
  ended(): Promise<Ended>;
}

export interface StartOptions {
  cwd: string;
  env: Readonly<Record<string, string>>;
}

/** Starts a program as the container's user, with this environment and no other. */
export function start(words: readonly string[], { cwd, env }: StartOptions): Running {
  const [program = '', ...args] = words;
  const child = spawn(program, args, { cwd, env, ...asUser, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const ended = async (): Promise<Ended> => {
    const [code, signal] = await closed;
    return { code, signal, output };
  };
  return {
    child,
    output: () => output,
    ended,
    stop() {
      child.kill('SIGTERM');
      return ended();
    },
  };
}

/** Starts `words` in the image's folder. Absolute paths in the environment are those of the container. */
export function startInImage(
  image: Image,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running {
  const all = Object.entries({ ...image.env, ...environment });
  const env = all.map(([name, value]) => [name, value.startsWith('/') ? join(image.root, value) : value]);
  const [program = '', ...args] = words;
  return start([program === 'node' ? process.execPath : program, ...args], {
    cwd: join(image.root, image.workdir),
    env: {
      PATH: '/usr/bin:/bin',
      HOME: '/nonexistent',
      ...(Object.fromEntries(env) as Record<string, string>),
    },
  });
}

/** A port nobody uses at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
