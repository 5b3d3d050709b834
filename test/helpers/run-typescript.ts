import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface RunningScript {
  readonly pid: number;
  readonly child: ChildProcess;
  /** The next line it prints, parsed as JSON; throws when it ended instead. */
  nextLine(): Promise<unknown>;
  /** SIGKILL, and waits until it is gone. */
  kill9(): Promise<void>;
  /** Waits until it ends by itself. */
  ended(): Promise<void>;
}

/** Runs a TypeScript file of ours (path from the project's root) in a process of its own, without a build. */
export function runTypescript(file: string, args: readonly string[] = []): RunningScript {
  const child = spawn(process.execPath, ['--import', './test/helpers/ts-loader.js', file, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const lines: AsyncIterator<string, undefined> = createInterface({ input: child.stdout })[
    Symbol.asyncIterator
  ]();
  return {
    child,
    get pid() {
      return child.pid!;
    },
    async nextLine() {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${file} ended without printing a line`);
      return JSON.parse(value) as unknown;
    },
    async kill9() {
      child.kill('SIGKILL');
      await exit;
    },
    async ended() {
      await exit;
    },
  };
}
