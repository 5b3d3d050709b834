import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Chunk } from '../../src/core/message.ts';
import { person, PHONE_NUMBER_ID, textMessage } from '../helpers/deliveries.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { builtCordon, openShop, type Shop } from './bin.ts';
import { SPAM_WORD } from './rules-folder.ts';
import { senderId, write } from './writers.ts';

let shop: Shop;
beforeAll(async () => {
  await builtCordon();
  shop = await openShop('1h');
}, 180_000);
afterAll(async () => shop[Symbol.asyncDispose]());

describe('cordon, as typed', () => {
  it.each<[string, 0 | 1 | 2, 'stdout' | 'stderr', RegExp]>([
    ['--version', 0, 'stdout', /^\d+\.\d+\.\d+\n$/],
    ['--help', 0, 'stdout', /start[^]*status[^]*retry/],
    ['help rules lint', 0, 'stdout', /rules lint/],
    ['status --help', 0, 'stdout', /--json/],
    ['', 2, 'stderr', /start[^]*status/],
    ['strat', 2, 'stderr', /unknown command "strat"\nDid you mean: cordon start/],
    ['status --jsno', 2, 'stderr', /--jsno/],
    ['start --role boss', 2, 'stderr', /"boss" is not a role\nUse one of: all, receiver, worker/],
    ['start --role worker', 2, 'stderr', /REDIS_URL is missing/],
    ['status', 1, 'stderr', /No Cordon is running on/],
    ['retry', 1, 'stderr', /No Cordon is running on/],
  ])('%s: exit %d', async (line, code, stream, text) => {
    const ended = await shop.type(...line.split(' ').filter((word) => word !== ''));
    expect([ended.code, ended[stream]]).toEqual([code, expect.stringMatching(text)]);
    expect(ended[stream === 'stdout' ? 'stderr' : 'stdout']).toBe('');
  });
});

describe('cordon rules', () => {
  const rule = (more: string): string => `rules:\n  - id: one\n    description: A rule\n    ${more}\n`;
  const folder = (name: string, content: string): void => {
    mkdirSync(join(shop.folder, name), { recursive: true });
    writeFileSync(join(shop.folder, name, 'one.yaml'), content);
  };
  const when = 'when: { text.words: { any: [spam] } }\n    then: cooldown';

  it('lint: 0 for rules that can be used, 1 with every place for those that cannot', async () => {
    expect(await shop.type('rules', 'lint')).toMatchObject({ code: 0, stderr: '' });
    folder('broken', rule('when: { text.word: { any: [spam] } }\n    scores: 8'));
    const { code, stdout } = await shop.type('rules', 'lint', 'broken');
    expect(code).toBe(1);
    expect(stdout).toMatch(/one\.yaml:4:\d+[^]*text\.word/);
    expect(stdout).toMatch(/one\.yaml:5:\d+[^]*scores/);
    const { code: same, stdout: json } = await shop.type('rules', 'lint', '--rules', 'broken', '--json');
    expect([same, JSON.parse(json)]).toMatchObject([1, { ok: false }]);
    expect(await shop.type('rules', 'lint', 'no-such')).toMatchObject({ code: 1 });
  });

  it('test: 0 when every example behaves, 1 and which one when not', async () => {
    folder('tested', rule(`${when}\n    tests: { match: [spam here], ignore: [hello] }`));
    expect(await shop.type('rules', 'test', 'tested')).toMatchObject({ code: 0, stderr: '' });
    folder('failing', rule(`${when}\n    tests: { match: [sausages], ignore: [hello] }`));
    const { code, stdout } = await shop.type('rules', 'test', 'failing');
    expect([code, stdout]).toEqual([1, expect.stringMatching(/sausages/)]);
  });
});

interface Status {
  queues: { name: string; failed: number }[];
  numbers: { phoneNumberId: string; ledger: Record<string, number>; deadLetters: number }[];
  problems: string[];
}

describe('cordon status and retry beside a running Cordon', () => {
  it('tell what is blocked and what could not be judged, and put it back to work', async () => {
    const cordon = await shop.start();
    await using view = await shop.view();
    const spam = await write(shop.simulator, cordon.webhook, person(1), SPAM_WORD);
    await waitFor(async () => (await view.entry(senderId(spam.person)))?.actual === 'blocked');
    const healthy = await shop.type('status', '--json');
    expect(healthy).toMatchObject({ code: 0, stderr: '' });
    const status = JSON.parse(healthy.stdout) as Status;
    expect(status).toMatchObject({
      numbers: [{ phoneNumberId: PHONE_NUMBER_ID, ledger: { blocked: 1 }, deadLetters: 0 }],
      problems: [],
    });
    expect(status.queues.map(({ name, failed }) => [name, failed])).toEqual([
      ['moderation', 0],
      ['enforcement', 0],
    ]);

    // One that no worker can ever read, and one that the next can.
    const number = { phoneNumberId: PHONE_NUMBER_ID, displayPhoneNumber: null, receivedAt: Date.now() };
    await view.queues.addChunks([{ ...number, envelopes: {} } as unknown as Chunk]);
    await waitFor(async () => (await view.numbers.deadCount(PHONE_NUMBER_ID)) === 1);
    const customer = person(2);
    const message = textMessage('Hello', { from: customer, id: 'wamid.second-chance' });
    const chunk: Chunk = { ...number, envelopes: [{ channel: 'messages', message, contact: null }] };
    await view.numbers.bury(PHONE_NUMBER_ID, { at: Date.now(), error: 'Error: a bug, mended since', chunk });

    const sick = await shop.type('status');
    expect([sick.code, sick.stdout]).toEqual([1, expect.stringMatching(/2 messages .*Run: cordon retry/)]);
    expect(await shop.type('retry', '--json')).toMatchObject({ code: 0, stdout: '{"letters":2,"jobs":0}\n' });
    await waitFor(async () => (await view.mark(senderId(customer), 'wamid.second-chance')) === 'allow');
    await waitFor(async () => (await view.numbers.deadCount(PHONE_NUMBER_ID)) === 1);
    const { numbers } = JSON.parse((await shop.type('status', '--json')).stdout) as Status;
    expect(numbers).toMatchObject([{ deadLetters: 1 }]);
    expect(await cordon.terminate()).toMatchObject({ code: 0 });
  }, 60_000);
});
