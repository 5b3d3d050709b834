import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newEntry } from '../../src/core/ledger/entry.ts';
import { foreign } from '../../src/core/ledger/enforcement.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { person, PHONE_NUMBER_ID, postDelivery, type Person } from '../helpers/deliveries.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { BLOCK_WORD, SPAM_WORD } from './rules-folder.ts';
import { openStage, type Cordon, type Stage } from './stage.ts';
import { typed, type Answer, type TypedOptions } from './typed.ts';
import { deliverUntilTaken, nameOf, senderId, write } from './writers.ts';

let stage: Stage;
let cordon: Cordon;
const friend = person(90);
beforeAll(async () => {
  stage = await openStage({ cooldown: '1h', protect: [`+${friend.phone}`] });
  cordon = await stage.start();
  // Cordon knows a number from its first message on.
  await write(stage.simulator, cordon.webhook, friend, 'good morning');
  await waitFor(async () => (await stage.view.numbers.numbers()).length === 1);
});
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

const isBlocked = (who: Person): boolean => stage.simulator.control.isBlocked(PHONE_NUMBER_ID, nameOf(who));
const type = (words: string, options?: TypedOptions): Promise<Answer> =>
  typed(stage, words.split(' '), options);
const row = async (who: Person) =>
  (await type('blocks list --json --full'))
    .json()
    .find(({ sender }) => [who.userId, `+${who.phone}`].includes(sender as string));
const spam = (who: Person, word = SPAM_WORD) =>
  write(stage.simulator, cordon.webhook, who, `buy ${word} now`);
/** Writes spam and waits until Meta has them blocked and the ledger knows. */
async function offend(who: Person, word = SPAM_WORD) {
  const sent = await spam(who, word);
  await waitFor(async () => (await stage.view.entry(senderId(who)))?.actual === 'blocked', {
    what: 'the block',
  });
  return sent;
}
async function foreignRow(who: Person): Promise<void> {
  stage.simulator.control.inbound({ phone: who.phone!, userId: who.userId! });
  stage.simulator.control.block(PHONE_NUMBER_ID, who.phone!);
  const fresh = newEntry({ id: senderId(who), phone: who.phone, userId: who.userId });
  const ledger = createLedgerStore(stage.view.redis, stage.view.keys);
  await ledger.write(PHONE_NUMBER_ID, [{ entry: foreign(fresh), audit: null }], null, Date.now());
}

describe('cordon blocks list', () => {
  it('tells who is blocked, since and until when, by which rule, with the phone masked', async () => {
    const who = person(1);
    await offend(who);
    const entry = (await stage.view.entry(senderId(who)))!;
    const rows = (await type('blocks list --json')).json();
    expect(rows).toContainEqual({
      phoneNumberId: PHONE_NUMBER_ID,
      sender: who.userId,
      phone: '+1555****001',
      status: 'blocked',
      startedAt: entry.episode!.startedAt,
      untilAt: entry.episode!.startedAt + 3_600_000,
      permanent: false,
      rules: ['spam-word'],
      reasons: [`wrote '${SPAM_WORD}'`],
      strikes: { active: 1, total: 1 },
    });
    expect(JSON.stringify(rows)).not.toContain(who.phone);
    expect(await row(who)).toMatchObject({ phone: `+${who.phone}` });
  });

  it('prints a table, tab-separated for programs, and counts what the limit leaves out', async () => {
    await offend(person(2), BLOCK_WORD);
    const { out, err } = await type('blocks list --limit 1');
    const [titles, line, ...rest] = out.trimEnd().split('\n');
    expect(titles!.split('\t')).toEqual([
      'number',
      'sender',
      'phone',
      'status',
      'since',
      'until',
      'strikes',
      'rules',
      'reason',
    ]);
    expect(line!.split('\t').slice(3, 9)).toEqual([
      'blocked',
      expect.stringMatching(/^\d{4}-.*Z$/),
      'for good',
      '1/1',
      'block-word',
      expect.any(String),
    ]);
    expect(rest).toEqual([]);
    expect(err).toMatch(/^\d+ more; see them with --limit 0\n$/);
    const screen = await type('blocks list', { isTTY: true });
    expect(screen.out).toContain('  for good  ');
  });

  it.each([
    ['blocks list --status lift-due --json', 0, ''],
    ['blocks list --status gone', 2, 'is not one of'],
    ['blocks list --number 42', 2, 'not a phone number id Cordon knows'],
    ['blocks list --limit many', 2, 'not a whole number'],
  ])('%s', async (words, code, err) => {
    const answer = await type(words);
    expect(answer).toMatchObject({ code, out: '' });
    expect(answer.err).toContain(err);
  });
});

describe('cordon blocks lift', () => {
  it('lets a person in at once, found by a phone number in any writing; the same and older messages never block again', async () => {
    const who = person(10);
    const sent = await offend(who);
    // Written before the lift, delivered after it: WhatsApp was slow.
    const late = JSON.parse(
      JSON.stringify(sent.content).replaceAll(sent.id, `${sent.id}-late`),
    ) as typeof sent.content;
    const written = `+1 (555) ${who.phone!.slice(4, 7)}-${who.phone!.slice(7)}`;
    const answer = await typed(stage, ['blocks', 'lift', written, '--json']);
    expect(answer.json()).toEqual([{ sender: who.userId, phoneNumberId: PHONE_NUMBER_ID, result: 'lifted' }]);
    expect({ code: answer.code, blocked: isBlocked(who) }).toEqual({ code: 0, blocked: false });
    expect(await stage.view.entry(senderId(who))).toMatchObject({
      desired: { kind: 'none' },
      strikes: [],
      strikesTotal: 0,
    });

    for (const content of [sent.content, late]) await deliverUntilTaken(content, () => cordon.webhook);
    await waitFor(async () => (await stage.view.mark(senderId(who), `${sent.id}-late`)) === 'cooldown');
    expect(await stage.view.entry(senderId(who))).toMatchObject({
      desired: { kind: 'none' },
      actual: 'absent',
    });
    expect(isBlocked(who)).toBe(false);
  });

  it('by BSUID, keeping the strike', async () => {
    const who = person(11);
    await offend(who, BLOCK_WORD);
    expect(await type(`blocks lift ${who.userId} --keep-strike`)).toMatchObject({ code: 0 });
    expect(isBlocked(who)).toBe(false);
    expect(await stage.view.entry(senderId(who))).toMatchObject({ strikesTotal: 1 });
  });

  it('of several people says of each what became of them', async () => {
    const [blocked, free] = [person(12), person(13)];
    await offend(blocked);
    const answer = await type(`blocks lift +${blocked.phone} +${free.phone}`);
    expect(answer.code).toBe(1);
    expect(answer.out).toBe(
      `${blocked.userId} is let in again (number ${PHONE_NUMBER_ID})\n+1555****013 is not blocked\n`,
    );
  });

  it('refuses a foreign block, and takes it over when told to', async () => {
    const who = person(14);
    await foreignRow(who);
    const refused = await type(`blocks lift ${who.userId}`);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('was blocked by somebody else');
    expect(isBlocked(who)).toBe(true);
    expect(await type(`blocks lift ${who.userId} --foreign`)).toMatchObject({ code: 0 });
    expect(isBlocked(who)).toBe(false);
  });

  it.each([
    ['blocks lift', 'needs PHONE|BSUID'],
    ['blocks lift 015112345678', 'has no country code'],
    ['blocks lift somebody', 'neither a phone number nor'],
  ])('%s is refused', async (words, err) => {
    const answer = await type(words);
    expect(answer.code).toBe(2);
    expect(answer.err).toContain(err);
  });
});

describe('cordon blocks add', () => {
  it('blocks somebody who wrote lately, for as long as told, without a strike', async () => {
    const who = person(20);
    await write(stage.simulator, cordon.webhook, who, 'hello');
    await waitFor(async () => (await stage.view.marks(senderId(who))).length === 1);
    const before = Date.now();
    const answer = await typed(stage, [
      'blocks',
      'add',
      who.userId!,
      '--for',
      '24h',
      '--reason',
      'rude on the phone',
      '--json',
    ]);
    expect(answer.json()).toMatchObject([{ sender: who.userId, status: 'blocked', permanent: false }]);
    expect(isBlocked(who)).toBe(true);
    const listed = await row(who);
    expect(listed).toMatchObject({
      rules: ['(by hand)'],
      reasons: ['rude on the phone'],
      strikes: { active: 0, total: 0 },
    });
    expect(Number(listed!.untilAt) - before).toBeGreaterThanOrEqual(24 * 3_600_000);
    expect(await type(`blocks lift ${who.userId}`)).toMatchObject({ code: 0 });
    expect(isBlocked(who)).toBe(false);
  });

  it('by phone, of somebody Cordon never saw, Meta decides; whose window is closed is armed, and said so', async () => {
    const [open, closed] = [person(21), person(22)];
    stage.simulator.control.inbound({ phone: open.phone! });
    expect((await type(`blocks add +${open.phone} --forever`)).out).toBe(
      '+1555****021 is blocked for good\n',
    );
    expect(isBlocked(open)).toBe(true);
    const answer = await type(`blocks add +${closed.phone} --forever`);
    expect(answer.code).toBe(0);
    expect(answer.out).toContain('armed for good, blocked at the next message');
    expect(answer.err).toContain('armed under the phone number');
    expect((await type('blocks list --status armed --full')).out).toContain(closed.phone!);
    const namedByPhone = { ...closed, userId: null };
    await write(stage.simulator, cordon.webhook, namedByPhone, 'it is me again');
    await waitFor(() => isBlocked(closed), { what: 'the armed block' });
  });

  it('finds the row of a phone number under the BSUID, and replaces the end of a block', async () => {
    const who = person(23);
    await offend(who);
    expect((await type(`blocks add +${who.phone} --forever`)).out).toBe(
      `${who.userId} is blocked for good\n`,
    );
    expect(await stage.view.entry(senderId(who))).toMatchObject({
      desired: { kind: 'permanent' },
      strikesTotal: 1,
    });
    expect(await stage.view.entry(who.phone!)).toBeNull();
  });

  it('moves the end of a block that stands, in the journal too, without a call to Meta', async () => {
    const who = person(27);
    await offend(who);
    const calls = (): number =>
      stage.simulator.control.requests().filter(({ verb }) => verb !== 'GET').length;
    const before = calls();
    const answer = await type(`blocks add +${who.phone} --for 3h --json`);
    const [{ untilAt } = { untilAt: null }] = answer.json<{ untilAt: number | null }>();
    expect(untilAt).toBeGreaterThan(Date.now() + 2 * 3_600_000);
    expect(await stage.view.entry(senderId(who))).toMatchObject({
      actual: 'blocked',
      desired: { kind: 'until', at: untilAt },
      strikesTotal: 1,
    });
    expect(calls()).toBe(before);
    expect(isBlocked(who)).toBe(true);
    const own = stage.journal().filter((line) => line.senderId === senderId(who));
    expect(own.map(({ op }) => op)).toEqual(['block', 'block']);
    expect(own[1]).toMatchObject({ until: untilAt, rules: ['spam-word'] });
  });

  it.each<[string, number, string, TypedOptions]>([
    ['blocks add +15550000024', 2, 'say how long', {}],
    ['blocks add +15550000024 --for 3h --forever', 2, 'say how long', {}],
    ['blocks add +15550000024 --for soon', 2, 'not a length', {}],
    [`blocks add +${friend.phone} --forever`, 1, 'is protected', {}],
    ['blocks add +15550000024 --forever', 1, 'monitor mode', { mode: 'monitor' }],
  ])('%s is refused', async (words, code, err, options) => {
    const answer = await type(words, options);
    expect(answer.code).toBe(code);
    expect(answer.err).toContain(err);
    expect(answer.err).not.toContain(friend.phone);
  });

  it('is refused for a foreign block', async () => {
    const who = person(25);
    await foreignRow(who);
    const answer = await type(`blocks add ${who.userId} --forever`);
    expect(answer).toMatchObject({ code: 1 });
    expect(answer.err).toContain('by somebody else');
  });
});

describe('cordon senders', () => {
  it('show tells everything that is remembered of a person', async () => {
    const who = person(30);
    await write(stage.simulator, cordon.webhook, who, 'hello');
    const sent = await offend(who);
    const [answer] = (await type(`senders show +${who.phone} --json`)).json<{
      numbers: Record<string, unknown>[];
      protected: unknown;
    }>();
    expect(answer!.protected).toBeNull();
    expect(answer!.numbers).toMatchObject([
      {
        senderId: who.userId,
        messagesSeen: 2,
        status: 'blocked',
        rules: ['spam-word'],
        strikes: { active: 1, total: 1 },
      },
    ]);
    const events = answer!.numbers[0]!.recent as { what: string; why: string }[];
    expect(events.map(({ what }) => what)).toEqual([
      'block: done',
      expect.stringContaining('cooldown, score 0 (opened)'),
    ]);
    expect(sent.id).not.toBe('');
    const screen = await type(`senders show ${who.userId}`, { isTTY: true });
    expect(screen.out).toMatch(/messages +2\n/);
    expect(screen.out).toMatch(/strikes +1 active of 1\n/);
    expect(screen.out).not.toContain(who.phone);
  });

  it('show tells until when a person is on probation', async () => {
    const who = person(34);
    const names = { id: senderId(who), phone: who.phone, userId: who.userId };
    const [at, from] = [Date.now() - 7_200_000, Date.now() - 3_600_000];
    const probation = { forMs: 7 * 86_400_000, from };
    const strikes = [{ id: 'wamid.x', at, expiresAt: at + 86_400_000, probation }];
    const ledger = createLedgerStore(stage.view.redis, stage.view.keys);
    const entry = { ...newEntry(names), strikes, strikesTotal: 1, endedAt: from };
    await ledger.write(PHONE_NUMBER_ID, [{ entry, audit: null }], null, Date.now());
    const shown = (await type(`senders show +${who.phone}`)).out;
    expect(shown).toMatch(/on probation\s+until \d{4}/);
    const [answer] = (await type(`senders show +${who.phone} --json`)).json<{ numbers: object[] }>();
    expect(answer!.numbers).toMatchObject([{ probationUntilAt: from + probation.forMs }]);
  });

  it('show says so when nothing is known', async () => {
    const answer = await type('senders show +15559999999');
    expect(answer).toMatchObject({ code: 1, out: '' });
    expect(answer.err).toContain('nothing is known of +1555****999');
  });

  it('protect lifts the block, and within two seconds no rule blocks them; --remove ends it', async () => {
    const who = person(31);
    await offend(who);
    const answer = await type(`senders protect +${who.phone}`);
    expect(answer.code).toBe(0);
    expect(answer.out).toContain(`${who.userId} is let in again`);
    expect(isBlocked(who)).toBe(false);
    const sent = await spam(who);
    await waitFor(async () => (await stage.view.mark(senderId(who), sent.id)) !== null);
    const judged = await waitFor(
      async () => {
        const one = await spam(who);
        await waitFor(
          async () => !['undecided', null].includes(await stage.view.mark(senderId(who), one.id)),
        );
        return (await stage.view.mark(senderId(who), one.id)) === 'allow' && one;
      },
      { timeoutMs: 2_500, everyMs: 100 },
    );
    const line = (await stage.view.audit()).find(({ messageId }) => messageId === judged.id);
    expect(line).toMatchObject({ action: 'allow', limitedBy: 'protected' });
    expect((await type(`senders show ${who.userId}`)).out).toContain('protected by hand since');
    expect(isBlocked(who)).toBe(false);

    expect(await type(`senders protect ${who.userId} --remove`)).toMatchObject({ code: 0 });
    expect(await type(`senders protect ${who.userId} --remove`)).toMatchObject({ code: 1 });
    await waitFor(async () => {
      if (!isBlocked(who)) await spam(who);
      return isBlocked(who);
    });
  });

  it('protect refuses more people than there is room for', async () => {
    const fields = Array.from({ length: 9_999 }, (_, n) => [`4915${String(n).padStart(8, '0')}`, '1']).flat();
    await stage.view.redis.hset(stage.view.keys.protected, ...fields);
    const answer = await type('senders protect +4917000000001 +4917000000002');
    expect(answer.code).toBe(1);
    expect(answer.err).toContain('there is room for 10000 protected people');
    await stage.view.redis.del(stage.view.keys.protected);
  });
});

describe('cordon blocks export and import', () => {
  it('writes a whole file for its owner alone, which import knows already', async () => {
    await offend(person(40));
    const file = join(stage.folder, 'blocks.out');
    const answer = await type(`blocks export ${file} --json`);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(answer.json()).toEqual([{ file, entries: lines.length - 2 }]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(lines[0]!)).toMatchObject({ cordon: 'blocks-export', version: 1 });
    expect(JSON.parse(lines.at(-1)!)).toEqual({ cordon: 'blocks-export-end', entries: lines.length - 2 });
    const stdout = await type('blocks export');
    expect(stdout.json()).toHaveLength(lines.length);

    const before = await stage.view.entry(senderId(person(40)));
    expect((await type(`blocks import ${file} --json`)).json()).toMatchObject([
      { restored: 0, newer: lines.length - 2, bad: 0 },
    ]);
    expect(await stage.view.entry(senderId(person(40)))).toEqual(before);
  });

  it('says which lines cannot be used, and that a file stops early', async () => {
    const file = join(stage.folder, 'broken.jsonl');
    writeFileSync(
      file,
      '{"cordon":"blocks-export","version":1,"at":1}\n{"op":"block"}\nnonsense\n{"op":"lif',
    );
    const answer = await type(`blocks import ${file}`);
    expect(answer.code).toBe(1);
    expect(answer.err).toContain(`error: ${file}:2 `);
    expect(answer.err).toContain(`error: ${file}:3 is not JSON`);
    expect(answer.err).toContain(`warning: ${file}:4 was not written to its end`);
    expect(answer.err).toContain('stops early');
    expect(await type('blocks import /nowhere/blocks.jsonl')).toMatchObject({ code: 2 });
    expect(await type('blocks export /nowhere/blocks.jsonl')).toMatchObject({ code: 2 });
  });
});

describe('cordon audit', () => {
  it('tells a block from message to lift: who did what, by which rule and version, and what Meta said', async () => {
    const who = person(60);
    await write(stage.simulator, cordon.webhook, who, 'good evening');
    await offend(who);
    await type(`blocks lift ${who.userId}`);
    const lines = async (words: string) =>
      (await type(`audit --json --sender +${who.phone}${words}`))
        .json()
        .map(({ by, kind, action, direction, result, op }) => {
          return [by, kind, action ?? direction ?? op, ...(result === undefined ? [] : [result])];
        });
    const block = [
      ['Meta', 'enforcement', 'block', 'done'],
      ['rules', 'decision', 'cooldown'],
    ];
    expect(await lines('')).toEqual([
      ['Meta', 'enforcement', 'lift', 'done'],
      ['operator', 'operator', 'lift'],
      ...block,
    ]);
    expect(await lines(' --rule spam-word')).toEqual(block);
    expect((await lines(' --allows')).at(-1)).toEqual(['rules', 'allow', undefined]);
    const [decision] = (await type(`audit --sender ${who.userId} --action cooldown --json`)).json();
    expect(decision).toMatchObject({
      rulesetHash: expect.stringMatching(/^[0-9a-f]{12,}$/),
      reasons: [{ ruleId: 'spam-word' }],
      effect: 'opened',
    });
  });
});

describe('cordon report', () => {
  it('counts what happened while enforcing', async () => {
    const [summary] = (await type('report --since 1d --json')).json<{
      total: number;
      mode: string;
      messages: Record<string, Record<string, number>>;
      enforcement: Record<string, number>;
      rules: { rule: string; messages: number }[];
      blocked: { rules: { rule: string; people: number }[] };
    }>();
    const audit = await stage.view.audit();
    expect(summary).toMatchObject({ mode: 'enforce', late: 0 });
    expect(summary!.messages.enforce!.cooldown).toBe(
      audit.filter(({ action }) => action === 'cooldown').length,
    );
    expect(summary!.messages.enforce!.allow).toBeGreaterThan(0);
    expect(summary!.total).toBe(
      Object.values(summary!.messages.enforce!).reduce((sum, count) => sum + count, 0),
    );
    expect(summary!.enforcement.opened).toBe(audit.filter(({ effect }) => effect === 'opened').length);
    expect(summary!.enforcement.blocked).toBeGreaterThanOrEqual(summary!.enforcement.opened!);
    expect(summary!.enforcement.byHand).toBe(audit.filter(({ kind }) => kind === 'operator').length);
    expect(summary!.enforcement.averageMs).toBeGreaterThan(0);
    expect(summary!.rules[0]).toMatchObject({ rule: 'spam-word' });
    const { out } = await type('report');
    expect(out).toContain('\nWhat to do\n');
    expect(out).toMatch(/From webhook to block: [\d.]+m?s on average/);
  });

  it.each([
    ['report --since 91d', 'at most 90 days'],
    ['report --since yesterday', 'is not a length'],
  ])('%s is refused', async (words, err) => {
    const answer = await type(words);
    expect(answer.code).toBe(2);
    expect(answer.err).toContain(err);
  });

  it('in monitor mode tells who would have been blocked, who of them looks like a customer, and what to do', async () => {
    await using watching = await openStage({ cooldown: '1h' });
    const monitor = await watching.start({ mode: 'monitor' });
    const [passing, customer] = [person(1), person(2)];
    await write(watching.simulator, monitor.webhook, passing, `buy ${SPAM_WORD}`);
    const ask = () => typed(watching, ['report', '--json'], { mode: 'monitor' });
    const people = async () => (await ask()).json<{ totals: { wouldBlock: object } }>()[0]!.totals.wouldBlock;
    await waitFor(async () => JSON.stringify(await people()) === JSON.stringify({ people: 1, customers: 0 }));
    expect((await typed(watching, ['report'], { mode: 'monitor' })).out).toContain('Watch longer');

    const order = {
      id: 'wamid.order',
      type: 'order',
      order: { catalog_id: '1', text: SPAM_WORD, product_items: [] },
    };
    const content = {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '2',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { phone_number_id: PHONE_NUMBER_ID, display_phone_number: '15550100001' },
                messages: [
                  {
                    ...order,
                    from: customer.phone,
                    from_user_id: customer.userId,
                    timestamp: String(Math.floor(Date.now() / 1000)),
                  },
                ],
              },
            },
          ],
        },
      ],
    };
    expect(await postDelivery(monitor.webhook, content)).toBe(200);
    await waitFor(async () => JSON.stringify(await people()) === JSON.stringify({ people: 2, customers: 1 }));
    const answer = await typed(watching, ['report'], { mode: 'monitor', isTTY: true });
    expect(answer.code).toBe(1);
    expect(answer.out).toContain(
      'Would have been blocked (monitor mode): 2 people, 1 of them look like customers',
    );
    expect(answer.out).toContain(
      'Do not enforce yet: 1 of 2 people who would have been blocked look like customers.',
    );
    expect(watching.simulator.control.list(PHONE_NUMBER_ID)).toEqual([]);
  });

  it('says so when nothing came', async () => {
    await using empty = await openStage();
    const answer = await typed(empty, ['report']);
    expect(answer).toMatchObject({ code: 0 });
    expect(answer.out).toContain('No message was judged in this time.');
  });
});
