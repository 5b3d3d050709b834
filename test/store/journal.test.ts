import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createJournal } from '../../src/store/journal.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const FILE = 'blocks.jsonl';
const lines = (folder: string, name = FILE): unknown[] =>
  readFileSync(join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe('the journal', () => {
  it('makes its folder and file for the owner alone', async () => {
    using folder = tempFolder();
    const dataDir = join(folder.path, 'data', 'deep');
    await createJournal(dataDir).append([{ op: 'block' }]);
    expect([modeOf(dataDir), modeOf(join(dataDir, FILE))]).toEqual(['700', '600']);
    expect(lines(dataDir)).toEqual([{ op: 'block' }]);
  });

  it('closes a file that others could read', async () => {
    using folder = tempFolder();
    writeFileSync(join(folder.path, FILE), '{"n":0}\n');
    chmodSync(join(folder.path, FILE), 0o644);
    await createJournal(folder.path).append([{ n: 1 }]);
    expect(modeOf(join(folder.path, FILE))).toBe('600');
    expect(lines(folder.path)).toEqual([{ n: 0 }, { n: 1 }]);
  });

  it('writes nothing when there is nothing to write', async () => {
    using folder = tempFolder();
    await createJournal(folder.path).append([]);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('keeps lines whole and in order when many are appended at once, by two writers on one folder', async () => {
    using folder = tempFolder();
    const [one, two] = [createJournal(folder.path), createJournal(folder.path)];
    const padding = 'x'.repeat(500);
    const writes = Array.from({ length: 60 }, (_, n) =>
      (n % 2 === 0 ? one : two).append([
        { by: n % 2, n, padding },
        { by: n % 2, n: n + 0.5, padding },
      ]),
    );
    await Promise.all(writes);
    const found = lines(folder.path) as { by: number; n: number }[];
    expect(found).toHaveLength(120);
    for (const by of [0, 1]) {
      const own = found.filter((line) => line.by === by).map(({ n }) => n);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
  });

  it('a line that a crash cut short does not swallow the next one', async () => {
    using folder = tempFolder();
    writeFileSync(join(folder.path, FILE), '{"n":0}\n{"n":1,"half', { mode: 0o600 });
    await createJournal(folder.path).append([{ n: 2 }]);
    const text = readFileSync(join(folder.path, FILE), 'utf8');
    expect(text).toBe('{"n":0}\n{"n":1,"half\n{"n":2}\n');
  });

  it('rotates at its bound and keeps eight old files, the newest ones', async () => {
    using folder = tempFolder();
    const journal = createJournal(folder.path, 200);
    for (let n = 0; n < 40; n += 1) await journal.append([{ n, padding: 'x'.repeat(60) }]);
    const names = readdirSync(folder.path).sort();
    const rotated = names.filter((name) => name !== FILE);
    expect(rotated).toHaveLength(8);
    const kept = [...rotated, ...names.filter((name) => name === FILE)].flatMap((name) =>
      lines(folder.path, name),
    ) as { n: number }[];
    expect(kept.map(({ n }) => n)).toEqual(
      Array.from({ length: kept.length }, (_, index) => 40 - kept.length + index),
    );
    for (const name of names) {
      expect(modeOf(join(folder.path, name))).toBe('600');
      expect(statSync(join(folder.path, name)).size).toBeLessThan(300);
    }
  });

  it('two writers that rotate the same folder lose nothing', async () => {
    using folder = tempFolder();
    const journals = [createJournal(folder.path, 2_000), createJournal(folder.path, 2_000)];
    await Promise.all(
      journals.flatMap((journal) =>
        Array.from({ length: 60 }, (_, n) => journal.append([{ n, padding: 'x'.repeat(60) }])),
      ),
    );
    const found = readdirSync(folder.path).flatMap((name) => lines(folder.path, name));
    expect(found).toHaveLength(120);
  });

  it('what could not be written goes first into the next write', async () => {
    using folder = tempFolder();
    const journal = createJournal(folder.path);
    mkdirSync(join(folder.path, FILE));
    await expect(journal.append([{ n: 1 }])).rejects.toThrow(/EISDIR/);
    await expect(journal.append([{ n: 2 }])).rejects.toThrow(/EISDIR/);
    rmSync(join(folder.path, FILE), { recursive: true });
    await journal.append([{ n: 3 }]);
    await journal.append([{ n: 4 }]);
    expect(lines(folder.path)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
  });

  it('a failed write fails its own caller only', async () => {
    using folder = tempFolder();
    const journal = createJournal(folder.path);
    mkdirSync(join(folder.path, FILE));
    const [failed, alsoFailed] = [journal.append([{ n: 1 }]), journal.append([{ n: 2 }])];
    await expect(failed).rejects.toThrow(/EISDIR/);
    await expect(alsoFailed).rejects.toThrow(/EISDIR/);
    const later = createJournal(join(folder.path, 'other'));
    await later.append([{ n: 3 }]);
    expect(lines(join(folder.path, 'other'))).toEqual([{ n: 3 }]);
  });
});
