/** One line of a file; `problem` says why it has no text. Numbered from 1. */
export type Line = { number: number; text: string } | { number: number; problem: string };

/** Twice what Meta may send in one delivery, and then some; a longer line is no delivery. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * The lines of a stream of bytes, a batch for every chunk that comes in; blank ones are left out, ends may be `\n` or `\r\n`, a byte
 * order mark is dropped. Never holds more than a chunk and one line.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  const reader = new LineReader();
  for await (const chunk of input) yield reader.take(chunk);
  yield reader.end();
}

class LineReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #number = 0;
  /** The beginning of a line whose end has not come yet; given up when it grows too long. */
  #begun: Uint8Array[] = [];
  #begunBytes = 0;

  take(chunk: Uint8Array): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#add(chunk.subarray(from, end));
      this.#finish(lines);
      from = end + 1;
    }
    // A copy: whoever reads may use the chunk's memory again.
    this.#add(chunk.slice(from));
    return lines;
  }

  end(): Line[] {
    const lines: Line[] = [];
    if (this.#begunBytes > 0) this.#finish(lines);
    return lines;
  }

  #add(bytes: Uint8Array): void {
    this.#begunBytes += bytes.length;
    if (this.#begunBytes > MAX_LINE_BYTES) this.#begun = [];
    else if (bytes.length > 0) this.#begun.push(bytes);
  }

  #finish(lines: Line[]): void {
    this.#number += 1;
    const line = this.#read();
    if ('problem' in line || line.text.trim() !== '') lines.push({ number: this.#number, ...line });
    this.#begun = [];
    this.#begunBytes = 0;
  }

  #read(): { text: string } | { problem: string } {
    if (this.#begunBytes > MAX_LINE_BYTES)
      return { problem: `is longer than ${MAX_LINE_BYTES / 1024 / 1024} MB` };
    const [only = new Uint8Array()] = this.#begun;
    try {
      return { text: this.#decoder.decode(this.#begun.length < 2 ? only : Buffer.concat(this.#begun)) };
    } catch {
      return { problem: 'is not UTF-8 text' };
    }
  }
}
