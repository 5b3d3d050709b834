import { format } from 'prettier';

/**
 * A page with the part between its `<!-- mark:start … -->` and `<!-- mark:end -->` replaced, laid out as prettier would. Throws where
 * the page has no such marks.
 */
export async function withPart(page: string, mark: string, markdown: string): Promise<string> {
  const found = new RegExp(`(<!-- ${mark}:start [^\\n]*-->\\n)([\\s\\S]*?)(<!-- ${mark}:end -->)`).exec(page);
  if (found === null)
    throw new Error(
      `the page has no place for ${mark}: add <!-- ${mark}:start (…) --> and <!-- ${mark}:end -->`,
    );
  const [whole, start = '', , end = ''] = found;
  const laidOut = await format(markdown, { parser: 'markdown' });
  return `${page.slice(0, found.index)}${start}\n${laidOut}\n${end}${page.slice(found.index + whole.length)}`;
}
