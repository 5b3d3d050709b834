/** What a command may touch of the terminal. */
export interface Io {
  stdout: TextSink;
  stderr: TextSink;
  /** Whether a person watches stdout. */
  isTTY: boolean;
  /** Width of the terminal; undefined when there is none. */
  columns?: number | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

export interface TextSink {
  write(text: string): unknown;
}

/** The terminal of this process. A reader that stops early (`cordon … | head`) is no error. */
export function processIo(env: Io['env']): Io {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return { stdout, stderr, isTTY: stdout.isTTY, columns: stdout.columns, env };
}
