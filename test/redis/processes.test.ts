import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import {
  groupMembers,
  identify,
  parseProcStat,
  parsePsLine,
  readProcess,
} from '../../src/redis/processes.ts';

describe('parseProcStat', () => {
  const rest = (state: string): string =>
    `${state} 10 20 30 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 1 0 987654 1000 10 18446744073709551615`;
  it.each([
    [
      'plain',
      `42 (redis-server) ${rest('S')}`,
      { pid: 42, group: 20, name: 'redis-server', frozen: false, started: '987654' },
    ],
    [
      'a name with parentheses and spaces',
      `42 (a) S (b) ${rest('R')}`,
      { pid: 42, group: 20, name: 'a) S (b', frozen: false, started: '987654' },
    ],
    ['stopped', `42 (x) ${rest('T')}`, { pid: 42, group: 20, name: 'x', frozen: true, started: '987654' }],
    ['a zombie', `42 (x) ${rest('Z')}`, null],
    ['cut off', '42 (x) S 1 2', null],
    ['empty', '', null],
  ])('%s', (_name, line, expected) => {
    expect(parseProcStat(line)).toEqual(expected);
  });
});

describe('parsePsLine', () => {
  const started = 'Mon-Nov-3-09-05-11-2026';
  it.each([
    [
      'plain',
      '  42    20 Ss   Mon Nov  3 09:05:11 2026     /opt/homebrew/bin/redis-server',
      { pid: 42, group: 20, name: 'redis-server', frozen: false, started },
    ],
    [
      'stopped',
      '42 20 T+ Mon Nov  3 09:05:11 2026 node',
      { pid: 42, group: 20, name: 'node', frozen: true, started },
    ],
    [
      'a name with spaces',
      '42 20 S Mon Nov  3 09:05:11 2026 /Applications/My App',
      { pid: 42, group: 20, name: 'My App', frozen: false, started },
    ],
    ['a zombie', '42 20 Z Mon Nov  3 09:05:11 2026 (node)', null],
    ['empty', '', null],
  ])('%s', (_name, line, expected) => {
    expect(parsePsLine(line)).toEqual(expected);
  });
});

describe('identify', () => {
  it('is stable for a living process, and null once it has ended', async () => {
    const child = spawn('/bin/sleep', ['600'], { detached: true });
    await once(child, 'spawn');
    const pid = child.pid!;
    const name = identify(pid);
    expect(name).toMatch(new RegExp(`^${pid}@.+`));
    expect(identify(pid)).toBe(name);
    expect(groupMembers(pid).map((member) => member.pid)).toEqual([pid]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(identify(pid)).toBeNull();
    expect(readProcess(pid)).toBeNull();
  });
});
