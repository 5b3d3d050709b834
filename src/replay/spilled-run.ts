import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BUFFER_BYTES = 128 * 1024;

/** Items set aside on disk, one JSON text a line, to be read back once in the same order. */
export class SpilledRun<T> implements Disposable {
  readonly #file: number;

  private constructor(file: number) {
    this.#file = file;
  }

  /** The file loses its name as soon as it is open: whatever ends the process, people's messages do not stay behind. */
  static write<T>(items: readonly T[]): SpilledRun<T> {
    const folder = mkdtempSync(join(tmpdir(), 'cordon-replay-'));
    let file: number;
    try {
      file = openSync(join(folder, 'run'), 'wx+', 0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const run = new SpilledRun<T>(file);
    try {
      let text = '';
      for (const item of items) {
        text += `${JSON.stringify(item)}\n`;
        if (text.length < BUFFER_BYTES) continue;
        run.#append(text);
        text = '';
      }
      run.#append(text);
    } catch (error) {
      run[Symbol.dispose]();
      throw error;
    }
    return run;
  }

  /** JSON holds no bare line breaks, so lines can be found in the bytes. */
  *read(): Generator<T> {
    const buffer = Buffer.alloc(BUFFER_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    let position = 0;
    for (;;) {
      const length = readSync(this.#file, buffer, 0, buffer.length, position);
      if (length === 0) return;
      position += length;
      const bytes = Buffer.concat([rest, buffer.subarray(0, length)]);
      const end = bytes.lastIndexOf(0x0a);
      rest = bytes.subarray(end + 1);
      if (end === -1) continue;
      for (const line of bytes.toString('utf8', 0, end).split('\n')) yield JSON.parse(line) as T;
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  #append(text: string): void {
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length;) from += writeSync(this.#file, bytes, from);
  }
}
