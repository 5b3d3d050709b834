import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.ts';
import { type Assignment, type Order, type Report, reportSchema } from './sender/protocol.ts';

export interface SenderProcess {
  readonly pid: number | undefined;
  /** Resolves when the round's story is told: everything delivered, stopped at Meta or given up. */
  tell: (round: number) => Promise<void>;
  [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Starts the process that plays Meta and its users. It inherits nothing of our environment, and ends when this process
 * ends: its IPC channel closes then, however that happened.
 */
export function startSender(
  assignment: Omit<Assignment, 'kind'>,
  onReport: (report: Report) => void,
): SenderProcess {
  const entry = fileURLToPath(new URL(`./sender/main${extname(import.meta.url)}`, import.meta.url));
  const child = fork(entry, [], { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = endOf(child);
  const telling = new Map<number, () => void>();
  const broken = new Promise<never>((_, reject) => {
    child.on('message', (content) => {
      const report = reportSchema.parse(content);
      if (report.kind === 'told') telling.get(report.round)?.();
      if (report.kind === 'failed')
        reject(new UserError(`the sender could not go on: ${report.message}`, { exitCode: 1 }));
      onReport(report);
    });
    void ended.then((how) =>
      reject(new UserError(`the sender process ended early (${how})`, { exitCode: 1 })),
    );
  });
  broken.catch(() => undefined); // heard by whoever waits for a round
  const order = (content: Order): void => void child.send(content, () => undefined);
  order({ kind: 'assignment', ...assignment });
  return {
    pid: child.pid,
    async tell(round) {
      const told = new Promise<void>((resolve) => telling.set(round, resolve));
      order({ kind: 'round', round });
      await Promise.race([told, broken]);
      telling.delete(round);
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit status ${code ?? 'unknown'}`));
  });
