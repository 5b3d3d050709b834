/** What a command may touch of the terminal. */
export interface Io {
  stdout: TextSink;
  stderr: TextSink;
  /** Where a person types; absent where nobody can be asked. */
  input?: () => NodeJS.ReadStream;
  /** Whether a person watches stdout. */
  isTTY: boolean;
  /** Width of the terminal; undefined when there is none. */
  columns?: number | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

export interface TextSink {
  write(text: string): unknown;
  /** Whether a person watches it; absent = nobody does. */
  isTTY?: boolean;
}

/** The terminal of this process. A reader that stops early (`cordon … | head`) is no error. */
export function processIo(env: Io['env']): Io {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  // Asked for late: opening standard input has effects of its own.
  const input = (): NodeJS.ReadStream => process.stdin;
  return { stdout, stderr, input, isTTY: stdout.isTTY, columns: stdout.columns, env };
}
