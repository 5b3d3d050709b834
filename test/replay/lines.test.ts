import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLines, type Line } from '../../src/replay/lines.ts';

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (let index = 0; from < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield await Promise.resolve(bytes.subarray(from, from + size));
    from += size;
  }
}
async function linesOf(content: string | Uint8Array, sizes: readonly number[] = [7]): Promise<Line[]> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const lines: Line[] = [];
  for await (const batch of readLines(inPieces(bytes, sizes))) lines.push(...batch);
  return lines;
}

describe('readLines', () => {
  it.each([
    ['the usual', 'a\nb\n', ['1 a', '2 b']],
    ['no break at the end', 'a\nb', ['1 a', '2 b']],
    ['Windows ends', 'a\r\nb\r\n', ['1 a\r', '2 b\r']],
    ['blank lines, which keep their number', '\n \t\na\n\r\n\nb\n', ['3 a', '6 b']],
    ['a byte order mark', '\uFEFFa\nb', ['1 a', '2 b']],
    ['a byte order mark alone', '\uFEFF\n', []],
    ['nothing', '', []],
  ])('reads %s', async (_what, content, expected) => {
    const lines = await linesOf(content);
    expect(lines.map((line) => `${line.number} ${'text' in line ? line.text : line.problem}`)).toEqual(
      expected,
    );
  });

  it('finds the same lines wherever the stream is cut, also within a character', async () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => `x${text.replaceAll(/[\r\n]/g, '')}x`);
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (texts, sizes) => {
          const read = await linesOf(texts.join('\n'), sizes);
          expect(read).toEqual(texts.map((text, index) => ({ number: index + 1, text })));
        },
      ),
    );
  });

  it('names a line that is not UTF-8 and reads the others', async () => {
    const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.from([0x80, 0xff]), Buffer.from('\nc\n')]);
    expect(await linesOf(bytes)).toEqual([
      { number: 1, text: 'a' },
      { number: 2, problem: 'is not UTF-8 text' },
      { number: 3, text: 'c' },
    ]);
  });

  it('gives up a line that is too long and reads on after it', async () => {
    const long = Buffer.alloc(17 * 1024 * 1024, 'x');
    const read = await linesOf(Buffer.concat([Buffer.from('a\n'), long, Buffer.from('\nc')]), [1_000_000]);
    expect(read).toEqual([
      { number: 1, text: 'a' },
      { number: 2, problem: 'is longer than 16 MB' },
      { number: 3, text: 'c' },
    ]);
  });

  it('keeps what it read when the reader uses its memory again', async () => {
    async function* reused(): AsyncGenerator<Uint8Array> {
      const memory = new Uint8Array(4);
      for (const text of ['ab', 'cd', '\nef', '\n']) {
        memory.set(new TextEncoder().encode(text));
        yield await Promise.resolve(memory.subarray(0, text.length));
        memory.fill(0);
      }
    }
    const lines: Line[] = [];
    for await (const batch of readLines(reused())) lines.push(...batch);
    expect(lines).toEqual([
      { number: 1, text: 'abcd' },
      { number: 2, text: 'ef' },
    ]);
  });
});
