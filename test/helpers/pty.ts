import { spawn } from 'node:child_process';
import { cordonCommand, plainEnvironment, type RunOptions } from './cordon-cli.ts';
import { waitFor } from './wait-for.ts';

/** A `cordon …` at a terminal, with somebody typing. */
export interface Session {
  /** Everything on the screen so far. */
  screen(): string;
  /** Waits until the text has appeared after what was awaited before, then types. */
  answer(prompt: string, keys: string): Promise<void>;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

/** Runs the command on a pseudo-terminal of its own, by script(1), which every Debian has. */
export function atTerminal(args: readonly string[], { cwd = '/', env }: RunOptions = {}): Session {
  const command = cordonCommand(args)
    .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
    .join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd,
    env: plainEnvironment({ TERM: 'xterm', SHELL: '/bin/sh', ...env }),
  });
  let screen = '';
  let read = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (screen += text));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  child.stdin.on('error', () => undefined);
  return {
    screen: () => screen,
    async answer(prompt, keys) {
      await waitFor(() => screen.includes(prompt, read), {
        what: `"${prompt}" on the screen`,
        timeoutMs: 30_000,
      });
      read = screen.indexOf(prompt, read) + prompt.length;
      child.stdin.write(keys);
    },
    ended,
  };
}
