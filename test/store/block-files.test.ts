import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { exportLine, parseBlockLine } from '../../src/store/block-lines.ts';
import { readBlockFiles } from '../../src/store/read-blocks.ts';
import { groundsOf } from '../../src/core/ledger/grounds.ts';
import { blockedEntry, entry, evaluation, hit, HOUR, NOON, SECOND } from '../core/builders.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const journal = (overrides: object = {}): object => ({
  at: NOON,
  phoneNumberId: '1',
  op: 'block',
  senderId: 'US.1',
  target: { user: '+15550000001' },
  until: NOON + HOUR,
  rules: ['lures'],
  ...overrides,
});

describe('a line of a block file', () => {
  it('of an export says everything the row does', () => {
    const plain = blockedEntry({ revision: 3 });
    const grounds = { ...groundsOf(evaluation(hit('lures', { score: 8 })), 8), undone: ['other'] };
    const row = {
      ...plain,
      episode: { ...plain.episode!, grounds, byHand: true as const },
      strikes: plain.strikes.map((strike) => ({
        ...strike,
        grounds,
        probation: { forMs: HOUR, from: null },
      })),
    };
    const parsed = parseBlockLine(JSON.stringify(exportLine('1', row)));
    expect(parsed).toEqual({
      kind: 'saved',
      saved: {
        ...{ phoneNumberId: '1', senderId: row.senderId, phone: row.phone, userId: null, target: row.target },
        ...{ desired: row.desired, owner: 'ours', open: true, episode: row.episode, strikes: row.strikes },
        ...{ strikesTotal: 1, held: null, lastInboundAt: NOON, endedAt: 0, at: NOON + SECOND },
      },
    });
    const foreign = parseBlockLine(
      JSON.stringify(exportLine('1', entry({ owner: 'foreign', actual: 'blocked' }))),
    );
    expect(foreign).toMatchObject({ kind: 'saved', saved: { owner: 'foreign', at: 0 } });
  });

  it.each<[string, object, object]>([
    [
      'a block',
      {},
      {
        open: true,
        at: NOON,
        desired: { kind: 'until', at: NOON + HOUR },
        phone: '15550000001',
        userId: 'US.1',
      },
    ],
    ['a block for good', { until: null }, { desired: { kind: 'permanent' } }],
    ['a block by BSUID', { target: { user_id: 'US.1' } }, { phone: null, userId: 'US.1' }],
    ['a block of one known by phone', { senderId: '15550000001' }, { phone: '15550000001', userId: null }],
    [
      'a lift',
      { op: 'lift', until: undefined, rules: undefined },
      { open: false, endedAt: NOON, desired: { kind: 'none' } },
    ],
    ['a line with members of a later Cordon', { later: true }, { open: true }],
  ])('of the journal: %s', (_name, line, expected) => {
    expect(parseBlockLine(JSON.stringify(journal(line)))).toMatchObject({ kind: 'saved', saved: expected });
  });

  it.each<[string, string, string]>([
    ['text', 'hello', 'is not JSON'],
    ['a number', '7', 'is not an object'],
    ['another format', '{"cordon":"blocks-export","version":2}', 'a format this Cordon does not know'],
    ['no number', JSON.stringify(journal({ phoneNumberId: '../1' })), 'phoneNumberId'],
    ['no time', JSON.stringify(journal({ at: 'noon' })), 'at'],
    ['no target', JSON.stringify(journal({ target: {} })), 'target'],
    ['half a row', '{"phoneNumberId":"1","senderId":"2"}', 'phone'],
    ['an end that never comes', JSON.stringify(journal({ until: 1e300 })), 'until'],
  ])('that is %s is told, not guessed', (_name, line, problem) => {
    expect(parseBlockLine(line)).toEqual({ kind: 'bad', problem: expect.stringContaining(problem) });
  });
});

describe('reading block files', () => {
  const files = (folder: string, ...texts: string[]): string[] =>
    texts.map((text, index) => {
      const path = join(folder, `${index}.jsonl`);
      writeFileSync(path, text);
      return path;
    });
  const lines = (...values: object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

  it('keeps the newest line of each person at each number, over all files in any order', async () => {
    using folder = tempFolder();
    const old = lines(journal(), journal({ senderId: 'US.2' }), journal({ phoneNumberId: '2' }));
    const recent = lines(journal({ op: 'lift', at: NOON + SECOND }));
    for (const order of [
      [old, recent],
      [recent, old],
    ]) {
      const read = await readBlockFiles(files(folder.path, ...order));
      const told = read.saved.map(
        ({ phoneNumberId, senderId, open }) => `${phoneNumberId} ${senderId} ${open}`,
      );
      expect(told.sort()).toEqual(['1 US.1 false', '1 US.2 true', '2 US.1 true']);
      expect(read).toMatchObject({ lines: 4, bad: { count: 0 }, warnings: [] });
    }
  });

  it('leaves out a torn last line with a warning, and counts lines that are simply wrong', async () => {
    using folder = tempFolder();
    const torn = files(folder.path, `${lines(journal())}\n{"at":17`, `nonsense\n${lines(journal())}`);
    const read = await readBlockFiles(torn);
    expect(read.saved).toHaveLength(1);
    expect(read.bad).toEqual({ count: 1, shown: [`${torn[1]}:1 is not JSON`] });
    expect(read.warnings).toEqual([`${torn[0]}:3 was not written to its end and is left out`]);
  });

  it('notices an export that stops early', async () => {
    using folder = tempFolder();
    const head = { cordon: 'blocks-export', version: 1, at: NOON };
    const row = exportLine('1', blockedEntry());
    const [cut = '', whole = ''] = files(
      folder.path,
      lines(head, row),
      lines(head, row, { cordon: 'blocks-export-end', entries: 1 }),
    );
    expect((await readBlockFiles([cut])).warnings).toEqual([`${cut} stops early: its last line is missing`]);
    expect((await readBlockFiles([whole])).warnings).toEqual([]);
  });
});
