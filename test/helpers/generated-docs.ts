import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { withPart } from '../../scripts/generated-part.ts';

/**
 * Compares the part of a page between its `<!-- mark:start … -->` and `<!-- mark:end -->` with what code says, laid out as prettier
 * would. With UPDATE_DOCS=1 it writes the page instead.
 */
export async function expectGenerated(path: string, mark: string, markdown: string): Promise<void> {
  const page = readFileSync(path, 'utf8');
  const wanted = await withPart(page, mark, markdown);
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, wanted);
  else expect(page).toBe(wanted);
}
