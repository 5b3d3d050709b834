import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createJournal } from '../../src/store/journal.ts';
import { journalNumbers } from '../../src/store/journal-numbers.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('the numbers of a journal', () => {
  it('are those of every line of every file, torn ones left out', async () => {
    using folder = tempFolder();
    expect(await journalNumbers(folder.path)).toEqual([]);
    const journal = createJournal(folder.path);
    const line = (phoneNumberId: string) => ({
      at: 1,
      phoneNumberId,
      op: 'lift',
      senderId: '1',
      target: { user: '+1' },
    });
    await journal.append(['20', '10', '20'].map(line));
    writeFileSync(
      join(folder.path, 'blocks.1.jsonl'),
      `${JSON.stringify(line('30'))}\n{"at":1,"phoneNumberId":"4`,
    );
    writeFileSync(join(folder.path, 'other.jsonl'), JSON.stringify(line('50')));
    expect(await journalNumbers(folder.path)).toEqual(['10', '20', '30']);
  });
});
