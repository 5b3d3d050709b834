import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/cordon.js', import.meta.url));

export interface RunOptions {
  /** Where it is typed. @default a folder without `.env`: the system's root */
  cwd?: string;
  /** Environment besides PATH and HOME; nothing of the test's own is inherited. */
  env?: Readonly<Record<string, string>>;
  /** What is piped into it. @default nothing */
  input?: string;
  /** Then it is killed. @default 60000 */
  limitMs?: number;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The environment of somebody who set nothing. */
export function plainEnvironment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', ...env };
}

/** How `cordon …` is typed, as words. */
export const cordonCommand = (args: readonly string[]): string[] => [process.execPath, program, ...args];

/** Runs `cordon …` as a user types it and waits for its end. */
export function cordon(
  args: readonly string[],
  { cwd = '/', env, input = '', limitMs = 60_000 }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const [file = '', ...rest] = cordonCommand(args);
    // A group of its own, so that a build under way ends with it.
    const child = spawn(file, rest, { cwd, env: plainEnvironment(env), detached: true });
    const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), limitMs);
    const ended: Ended = { code: null, stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => (ended[name] += text));
    child.on('error', reject).on('close', (code) => {
      clearTimeout(timer);
      resolve({ ...ended, code });
    });
    child.stdin.on('error', () => undefined).end(input);
  });
}

/** What a `beforeAll` with `buildCordon` may take on a busy machine, ms. */
export const BUILD_LIMIT_MS = 240_000;

/** Lets bin/cordon.js build what it runs, so that no test waits for that. */
export async function buildCordon(): Promise<void> {
  const { code, stderr } = await cordon(['--version'], { limitMs: BUILD_LIMIT_MS });
  if (code !== 0) throw new Error(`cordon does not start: ${stderr}`);
}
