import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadUsersFile, parseUsersFile, UsersFileError } from '../../src/simulator/users-file.ts';

const NOW = 1_793_000_000_000;

describe('a users file', () => {
  it.each([
    ['+15550100123', NOW],
    ['15550100123\t', NOW],
    ['15550100123\t2026-10-26T05:33:20Z', Date.parse('2026-10-26T05:33:20Z')],
    ['15550100123\t1792999000', 1_792_999_000_000],
    ['15550100123\t1792999000123', 1_792_999_000_123],
    ['US.90000000000000000123\t1792999000', 1_792_999_000_000],
  ])('reads %j', (line, at) => {
    const { users, problems } = parseUsersFile(line, NOW);
    expect(problems).toEqual([]);
    expect(users.map((user) => user.at)).toEqual([at]);
  });

  it('skips comments, empty lines and a byte order mark, with any line ending', () => {
    const { users } = parseUsersFile('\uFEFF+15550100123\r\n# friends\r\n\r\nUS.1\n', NOW);
    expect(users.map(({ address }) => address.input)).toEqual(['+15550100123', 'US.1']);
  });

  it('names every bad line at once', () => {
    const { problems } = parseUsersFile('hello\n+15550100123\tyesterday\nUS.ENT.1\n+1999', NOW);
    expect(problems.map((problem) => problem.slice(0, 6))).toEqual(['line 1', 'line 2', 'line 3', 'line 4']);
  });

  it('refuses to load with bad lines, or when it is missing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
    try {
      const path = join(folder, 'users.txt');
      await expect(loadUsersFile(path, NOW)).rejects.toThrow(UsersFileError);
      await writeFile(path, 'x\n');
      await expect(loadUsersFile(path, NOW)).rejects.toThrow(/line 1: "x"/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
