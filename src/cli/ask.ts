import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UserError } from '../errors.ts';
import type { TextSink } from './io.ts';

export interface Question {
  /** Ends without a colon. */
  text: string;
  /** What is typed is not shown. */
  secret?: boolean;
  /** What is wrong with an answer, or null; asked again until nothing is. */
  problem: (answer: string) => string | null;
}

export interface Asker {
  /** The answer, trimmed. Rejects with a UserError when the person gives up (Ctrl-C, Ctrl-D). */
  ask(question: Question): Promise<string>;
  close(): void;
}

/** Asks a person at a terminal, one question after the other. Only what they answer to an open question is shown while they type. */
export function createAsker(input: NodeJS.ReadStream, stdout: TextSink): Asker {
  let shown = false;
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (shown) stdout.write(chunk.toString());
      done();
    },
  });
  // Without a history: the arrow keys must not bring a secret back.
  const terminal = createInterface({ input, output, terminal: true, historySize: 0 });
  const typed: string[] = [];
  let ended = false;
  let wake: () => void = () => undefined;
  terminal.on('line', (line) => {
    typed.push(line);
    wake();
  });
  const end = (): void => {
    ended = true;
    wake();
  };
  terminal.on('SIGINT', end).on('close', end);

  const nextLine = async (): Promise<string> => {
    for (;;) {
      const line = typed.shift();
      if (line !== undefined) return line;
      if (ended) throw new UserError('stopped; nothing was written', { exitCode: 1 });
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return {
    async ask({ text, secret = false, problem }) {
      for (;;) {
        stdout.write(`${text}: `);
        shown = !secret;
        const answer = (await nextLine().finally(() => (shown = false))).trim();
        if (secret) stdout.write('\n');
        const wrong = problem(answer);
        if (wrong === null) return answer;
        stdout.write(`  ${wrong}\n`);
      }
    },
    close: () => terminal.close(),
  };
}
