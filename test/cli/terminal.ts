import type { Io } from '../../src/cli/io.ts';

export interface Terminal extends Io {
  out: () => string;
  err: () => string;
}

/** An Io that remembers what was printed. */
export function terminal(options: Partial<Pick<Io, 'isTTY' | 'columns' | 'env'>> = {}): Terminal {
  const written = { out: '', err: '' };
  return {
    isTTY: false,
    env: {},
    ...options,
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
    out: () => written.out,
    err: () => written.err,
  };
}
