import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import type { AuditLine } from '../../src/core/audit.ts';
import type { Allow } from '../../src/core/state/exchange.ts';
import { ALLOWS_MAX } from '../../src/core/state/exchange.ts';
import { createAuditTrimmer } from '../../src/store/audit-store.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { createNumberStore } from '../../src/store/number-store.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { DAY, entry, HOUR, MINUTE } from '../core/builders.ts';
import { callLine, decisionLine } from '../core/report/lines.ts';
import type { Answer, TypedOptions } from '../e2e/typed.ts';
import { typed } from '../e2e/typed.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';
import { tempFolder, type TempFolder } from '../helpers/temp-folder.ts';
import { verdict } from '../store/sender-store.contract.ts';

const [NUMBER, OTHER, BUSY, BARE] = [
  '100000000000010',
  '100000000000020',
  '100000000000030',
  '100000000000040',
];
const PHONE = '15550100123';
const WAMID = 'wamid.HBgLMTU1NTAxMDAxMjMVAgASGBQzQTdE';
const keyPrefix = uniquePrefix('audit');
const keys = createKeys(keyPrefix);
const now = Date.now();

let redis: Redis;
let folder: TempFolder;
beforeAll(async () => {
  redis = testRedis();
  folder = tempFolder();
  const numbers = createNumberStore(redis, keys);
  for (const number of [NUMBER, OTHER, BUSY, BARE]) await numbers.register(number);
  const put = (number: string, at: number, line: AuditLine): Promise<unknown> =>
    redis.xadd(`${keys.base(number)}:audit`, `${at}-0`, 'd', JSON.stringify(line));
  const lures = { ruleId: 'lures', text: 'free bitcoin', words: ['t.me'] };
  const first = decisionLine({ at: now - 2 * DAY, senderId: 'US.1', messageId: WAMID, reasons: [lures] });
  await put(NUMBER, now - 2 * DAY, first);
  const call = callLine({ senderId: 'US.1', episode: WAMID, rules: ['lures'], code: null });
  await put(NUMBER, now - 2 * DAY + 1, { ...call, at: now - 2 * DAY + 1 });
  const refused = {
    result: 'refused',
    reason: 'invalid-user',
    code: 131009,
    detail: 'No such user',
  } as const;
  await put(
    NUMBER,
    now - HOUR,
    callLine({ ...refused, at: now - HOUR, senderId: 'US.2', rules: ['insults'] }),
  );
  await put(NUMBER, now - MINUTE, { kind: 'operator', op: 'lift', at: now - MINUTE, senderId: PHONE });
  const flag = { action: 'flag', effect: null, reasons: [{ ruleId: 'insults', text: '' }] } as const;
  await put(OTHER, now - 30 * MINUTE, decisionLine({ ...flag, at: now - 30 * MINUTE, senderId: 'US.9' }));
  // The ledger knows by which phone US.1 goes.
  const row = entry({ senderId: 'US.1', userId: 'US.1', phone: PHONE });
  await createLedgerStore(redis, keys).write(NUMBER, [{ entry: row, audit: null }], null, now);

  const senders = createSenderStore(redis, keys, { senderMemoryMs: DAY });
  const allow = (at: number, senderId: string): Allow => ({ key: '12345678', senderId, at, score: 2 });
  const record = (number: string, at: number, allows: Allow[]): Promise<boolean> =>
    senders.record(number, verdict('x', {}, { allows }), at);
  await record(NUMBER, now - 2 * HOUR, [allow(now - 2 * HOUR, 'US.1')]);
  const minute = now - (now % MINUTE);
  await record(
    BUSY,
    minute - 3 * MINUTE,
    [1, 2, 3].map(() => allow(minute - 3 * MINUTE, 'US.7')),
  );
  const crowd = Array.from({ length: ALLOWS_MAX }, () => allow(minute - MINUTE, 'US.8'));
  await record(BUSY, minute - MINUTE, crowd);
});
afterAll(async () => {
  await redis.quit();
  folder[Symbol.dispose]();
});

const audit = (words = '', options?: TypedOptions): Promise<Answer> =>
  typed(
    { folder: folder.path, keyPrefix, rulesDir: folder.path },
    `audit ${words}`.trim().split(' '),
    options,
  );
const told = async (words: string): Promise<string[]> =>
  (await audit(`${words} --json`)).json<{ kind: string; senderId: string }>().map(({ kind, senderId }) => {
    return `${kind} ${senderId}`;
  });

describe('cordon audit', () => {
  it('tells what happened, newest first over all numbers, one line an event, people masked', async () => {
    const { code, out, err } = await audit();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => line.split('\t').slice(1));
    expect(lines).toEqual([
      ['number', 'sender', 'by', 'what', 'why'],
      [NUMBER, '+1555****123', 'operator', 'by hand: lift', ''],
      [OTHER, 'US.9', 'rules', 'flag, score 9', 'insults'],
      [NUMBER, 'US.2', 'Meta', 'block: refused', 'invalid-user (code 131009): No such user'],
      [NUMBER, 'US.1', 'Meta', 'block: done', ''],
      [NUMBER, 'US.1', 'rules', 'cooldown, score 9 (opened)', 'lures: free bitcoin [t.me]'],
    ]);
    const screen = await audit('', { isTTY: true });
    expect(screen.out.split('\n')).toHaveLength(lines.length + 1);
  });

  it.each([
    ['--rule lures', ['enforcement US.1', 'decision US.1']],
    ['--rule insults', ['decision US.9', 'enforcement US.2']],
    ['--action flag', ['decision US.9']],
    ['--sender US.2', ['enforcement US.2']],
    [`--number ${OTHER}`, ['decision US.9']],
    ['--limit 1', ['operator +1555****123']],
    ['--limit 1 --full', [`operator +${PHONE}`]],
    ['--since 3h --until 2m', ['decision US.9', 'enforcement US.2']],
    [`--until ${new Date(now - DAY).toISOString()}`, ['enforcement US.1', 'decision US.1']],
    ['--since 3h --allows --sender US.1', ['allow US.1']],
    ['--allows --action allow --number 100000000000010', ['allow US.1']],
    ['--allows --rule lures', ['enforcement US.1', 'decision US.1']],
  ])('%s', async (words, lines) => {
    expect(await told(words)).toEqual(lines);
  });

  it('finds people by their phone also where they are kept by BSUID', async () => {
    expect(await told('--sender +1-555-010-0123')).toEqual([
      'operator +1555****123',
      'enforcement US.1',
      'decision US.1',
    ]);
  });

  it('for programs gives every line whole, but ids of messages only with --full: they hold the phone', async () => {
    const [call, decision] = (await audit('--rule lures --json')).json();
    expect(call).toMatchObject({
      phoneNumberId: NUMBER,
      storedAt: now - 2 * DAY + 1,
      by: 'Meta',
      result: 'done',
    });
    expect(decision).toMatchObject({ by: 'rules', rulesetHash: '', lines: [], mode: 'enforce' });
    expect(JSON.stringify([call, decision])).not.toContain(WAMID);
    const whole = (await audit('--rule lures --json --full')).json();
    expect(whole).toMatchObject([{ episode: WAMID }, { messageId: WAMID }]);
  });

  it('shows the plain allows that are kept one by one, and counts those before them by minute', async () => {
    const { out, err } = await audit(`--allows --number ${BUSY} --limit 100000`);
    const lines = out
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => line.split('\t').slice(1));
    expect(lines).toHaveLength(1 + ALLOWS_MAX + 1);
    expect(lines[1]).toEqual(['US.8', 'rules', 'allow, score 2', '']);
    expect(lines.at(-1)).toEqual(['', 'rules', 'allow, 3 in this minute', '']);
    expect(err).toBe('');
    expect((await audit(`--number ${BUSY}`)).code).toBe(1);
  });

  it('says so when nothing fits, when there is more, and how far the record goes back', async () => {
    const none = await audit('--sender US.404');
    expect(none).toMatchObject({ code: 1, out: '', err: 'Nothing is recorded that fits.\n' });
    expect((await audit('--limit 2')).err).toBe('Only the newest 2 are shown; --limit shows more.\n');
    await redis.xadd(`${keys.base(BARE)}:audit`, '1-0', 'd', '{}');
    await createAuditTrimmer(redis, keys).trim(BARE, now - DAY);
    const cut = await audit(`--number ${BARE}`);
    expect(cut.err).toContain('The record is whole from ');
    expect((await audit(`--number ${BARE} --since 1h`)).err).not.toContain('whole');
  });

  it('writes all of it to a file for you alone, as JSON lines', async () => {
    const file = join(folder.path, 'audit.jsonl');
    const answer = await audit(`--export ${file} --allows`);
    expect(answer).toMatchObject({
      code: 0,
      out: `${5 + 1 + ALLOWS_MAX + 1} lines are in ${file} (mode 0600).\n`,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds.filter((kind) => kind !== 'allow')).toHaveLength(6);
    expect(lines.join('')).not.toContain(PHONE);
    const json = await audit(`--export ${file} --rule lures --full --json`);
    expect(json.json()).toEqual([{ file, lines: 2 }]);
    const none = await audit(`--export ${join(folder.path, 'no', 'audit.jsonl')}`);
    expect(none).toMatchObject({ code: 2 });
    expect(none.err).toContain('cannot be written (ENOENT)');
  });

  it.each([
    ['--since yesterday', '--since yesterday is neither'],
    ['--since 1h --until 2h', '--since is later than --until'],
    ['--action ban', '--action ban is not one of allow, flag'],
    ['--limit 0', '--limit 0 is not a whole number'],
    ['--sender bob', 'BSUID'],
    ['--number 1', 'is not a phone number id Cordon knows'],
  ])('refuses %s', async (words, problem) => {
    const answer = await audit(words);
    expect(answer).toMatchObject({ code: 2, out: '' });
    expect(answer.err).toContain(problem);
  });
});
