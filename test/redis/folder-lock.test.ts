import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { folderOwner, lockFolder } from '../../src/redis/folder-lock.ts';
import { runTypescript } from '../helpers/run-typescript.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('lockFolder', () => {
  it('gives the folder to one, and to the next once released', async () => {
    using temp = tempFolder();
    const release = await lockFolder(temp.path, 'the folder');
    expect(folderOwner(temp.path)).toBe(process.pid);
    await expect(lockFolder(temp.path, 'the folder')).rejects.toThrow(/already running on the folder/);
    release();
    expect(folderOwner(temp.path)).toBeNull();
    expect(readdirSync(temp.path)).toEqual([]);
    (await lockFolder(temp.path, 'the folder'))();
  });

  it('takes no notice of processes that are gone, or whose number went to another', async () => {
    using temp = tempFolder();
    for (const name of ['owner-999999999@1.x', `owner-${process.pid}@1.x`, 'claim-1@0.x']) {
      writeFileSync(join(temp.path, name), '');
    }
    const release = await lockFolder(temp.path, 'it');
    expect(readdirSync(temp.path).every((name) => name.includes(`-${process.pid}@`))).toBe(true);
    release();
  });

  it('goes to exactly one of many who come at once, and is free after kill -9', async () => {
    using temp = tempFolder();
    for (let round = 1; round <= 2; round += 1) {
      const all = Array.from({ length: 5 }, () => runTypescript('test/helpers/lock-child.ts', [temp.path]));
      const answers = await Promise.all(all.map((one) => one.nextLine()));
      const winners = all.filter((_one, index) => (answers[index] as { locked?: boolean }).locked === true);
      expect(winners).toHaveLength(1);
      expect(folderOwner(temp.path)).toBe(winners[0]!.pid);
      const losers = answers.filter((answer) => (answer as { error?: string }).error !== undefined);
      expect(losers).toEqual(
        Array.from({ length: 4 }, () => ({
          error: expect.stringContaining(`(pid ${winners[0]!.pid}) is already running`),
        })),
      );
      await winners[0]!.kill9();
      await Promise.all(all.filter((one) => one !== winners[0]).map((one) => one.ended()));
    }
    expect(folderOwner(temp.path)).toBeNull();
  });
});
