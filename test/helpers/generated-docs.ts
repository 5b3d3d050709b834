import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { expect } from '@jest/globals';

/**
 * Compares the part of a page between its `<!-- mark:start … -->` and `<!-- mark:end -->` with what code says, laid out as prettier
 * would. With UPDATE_DOCS=1 it writes the page instead.
 */
export async function expectGenerated(path: string, mark: string, markdown: string): Promise<void> {
  const page = readFileSync(path, 'utf8');
  const found = new RegExp(`(<!-- ${mark}:start [^\\n]*-->\\n)([\\s\\S]*?)(<!-- ${mark}:end -->)`).exec(page);
  if (found === null)
    throw new Error(
      `${path} has no place for ${mark}: add <!-- ${mark}:start (…) --> and <!-- ${mark}:end -->`,
    );
  const [, start = '', current, end = ''] = found;
  const wanted = `\n${await format(markdown, { parser: 'markdown' })}\n`;
  if (process.env.UPDATE_DOCS !== '1') expect(current).toBe(wanted);
  else {
    const head = page.slice(0, found.index);
    writeFileSync(path, `${head}${start}${wanted}${end}${page.slice(found.index + found[0].length)}`);
  }
}
