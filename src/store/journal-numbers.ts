import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { journalFiles } from './journal.ts';

/** As a journal line names its number; nothing else of the line is needed. */
const NUMBER = /"phoneNumberId":"(\d{1,20})"/;

/** The business numbers a folder's journal speaks of; none where there is no journal. */
export async function journalNumbers(dataDir: string): Promise<string[]> {
  const numbers = new Set<string>();
  for (const file of await journalFiles(dataDir)) {
    for await (const line of createInterface({
      input: createReadStream(file, 'utf8'),
      crlfDelay: Infinity,
    })) {
      const found = NUMBER.exec(line)?.[1];
      if (found !== undefined) numbers.add(found);
    }
  }
  return [...numbers].sort();
}
