import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { exportDay } from '../../src/store/export-folder.ts';
import { person, PHONE_NUMBER_ID, type Person } from '../helpers/deliveries.ts';
import { privateRedis } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { BLOCK_WORD } from './rules-folder.ts';
import { openStage, type Stage } from './stage.ts';
import { typed, type Answer } from './typed.ts';
import { senderId, write } from './writers.ts';

const [OURS, LIFTED, FOREIGN, LATER] = [1, 2, 3, 4].map(person) as [Person, Person, Person, Person];

const foreignBlock = ({ simulator }: Stage, { phone, userId }: Person): void => {
  simulator.control.inbound({ phone: phone!, userId: userId! });
  simulator.control.block(PHONE_NUMBER_ID, phone!);
};
const type = (stage: Stage, words: string, redisPath: string): Promise<Answer> =>
  typed(stage, words.split(' '), { redisPath });
/** Writes what is never forgiven and waits until Meta has them blocked and the ledger knows. */
async function offend(stage: Stage, webhook: string, who: Person): Promise<void> {
  await write(stage.simulator, webhook, who, `buy ${BLOCK_WORD}`);
  await waitFor(async () => (await stage.view.entry(senderId(who)))?.actual === 'blocked');
}

describe('cordon blocks reconcile', () => {
  it('beside a running Cordon tells what differs, repairs what is ours, and leaves the rest', async () => {
    await using server = await privateRedis();
    await using stage = await openStage({ redisPath: server.path, cooldown: '1h' });
    const cordon = await stage.start();
    for (const who of [OURS, LIFTED]) await offend(stage, cordon.webhook, who);
    foreignBlock(stage, FOREIGN);
    stage.simulator.control.lift(PHONE_NUMBER_ID, LIFTED.phone!);

    const seen = await type(stage, 'blocks reconcile --dry-run', server.path);
    expect(seen).toMatchObject({ code: 0, err: '' });
    expect(seen.out).toContain("2 people on Meta's list; 1 rows of the ledger agree with it.");
    expect(seen.out).toMatch(/^missing\t1\tours, gone from the list.*\+1555\*+002$/m);
    expect(seen.out).toMatch(/^foreign\t1\tblocked by somebody else.*\+1555\*+003$/m);
    expect(seen.out).not.toContain(LIFTED.phone!);
    expect((await stage.view.entry(senderId(LIFTED)))?.actual).toBe('blocked');
    expect(await stage.view.entry(senderId(FOREIGN))).toBeNull();

    const done = await type(stage, 'blocks reconcile --missing let-go --json --full', server.path);
    expect(done.code).toBe(0);
    expect(done.json()).toMatchObject([
      {
        ...{ phoneNumberId: PHONE_NUMBER_ID, dryRun: false, kind: 'done', listed: 2, suspended: 0 },
        ...{ problem: null, counts: { agreed: 1, missing: 1, foreign: 1 } },
        people: { missing: [`+${LIFTED.phone}`], foreign: [`+${FOREIGN.phone}`] },
      },
    ]);
    expect(await stage.view.entry(senderId(LIFTED))).toMatchObject({ actual: 'absent', strikesTotal: 1 });
    const status = await type(stage, 'status --json', server.path);
    expect(status).toMatchObject({ code: 0 });
    expect(status.json()).toMatchObject([
      { numbers: [{ reconciled: { report: { counts: { missing: 1, foreign: 1 } }, failure: null } }] },
    ]);
    expect((await type(stage, 'status', server.path)).out).toMatch(/compared with Meta's list[^]*Z\t2\t1\t1/);
  }, 60_000);

  it('when none is running, and says with exit 1 what needs a person', async () => {
    await using server = await privateRedis();
    await using stage = await openStage({ redisPath: server.path, cooldown: '1h' });
    const cordon = await stage.start();
    await offend(stage, cordon.webhook, OURS);
    await cordon.stop();
    expect((await type(stage, 'blocks reconcile', server.path)).out).toContain('Nothing differs.');
    stage.simulator.control.setBadTokens(['test-token']);
    const refused = await type(stage, 'blocks reconcile', server.path);
    expect(refused).toMatchObject({ code: 1, err: '' });
    expect(refused.out).toContain("Meta's list could not be read (auth, code 190). Run: cordon doctor");
    expect((await type(stage, 'status', server.path)).out).toContain('(auth)');
  }, 60_000);

  it.each([
    ['blocks reconcile --missing away', '--missing away is not one of look-again, let-go, block-again'],
    ['blocks reconcile --for 1h', '--for needs --adopt'],
    ['blocks reconcile --adopt --for soon', '--for soon is not a length'],
  ])('%s', async (words, err) => {
    await using stage = await openStage();
    const answer = await typed(stage, words.split(' '));
    expect(answer.code).toBe(2);
    expect(answer.err).toContain(err);
  });
});

describe('what is left on the list after Redis was lost', () => {
  it('is foreign unless an import adopts it, which asks first; the journal and the files come before', async () => {
    await using server = await privateRedis();
    await using stage = await openStage({ redisPath: server.path, cooldown: '1h' });
    const cordon = await stage.start();
    for (const who of [OURS, LATER]) await offend(stage, cordon.webhook, who);
    await cordon.stop();
    foreignBlock(stage, FOREIGN);
    await stage.view.redis.flushall();
    const journal = join(stage.folder, 'data', 'blocks.jsonl');

    const asked = await type(stage, `blocks import ${journal} --adopt`, server.path);
    expect(asked).toMatchObject({ code: 2 });
    expect(asked.err).toContain('Look with --dry-run first, then add --yes.');
    await stage.view.redis.flushall();
    const seen = await type(stage, `blocks import ${journal} --adopt --dry-run --json`, server.path);
    expect(seen.json()).toMatchObject([{ dryRun: true, restored: 2, adopted: 1 }]);
    expect(await stage.view.redis.keys('*:e:*')).toEqual([]);
    const done = await type(stage, `blocks import ${journal} --adopt --for 2h --yes --json`, server.path);
    expect(done.json()).toMatchObject([{ restored: 2, adopted: 1 }]);
    const adopted = (await stage.view.entry(senderId(FOREIGN)))!;
    expect(adopted).toMatchObject({ owner: 'ours', actual: 'blocked', desired: { kind: 'until' } });
    expect(await stage.view.entry(senderId(OURS))).toMatchObject({
      owner: 'ours',
      desired: { kind: 'permanent' },
    });
    expect(stage.journal().at(-1)).toMatchObject({ op: 'block', senderId: senderId(FOREIGN) });
  }, 60_000);
});

describe('the daily export', () => {
  it('is written by a start that has something to save, shown by status, and read back by an import', async () => {
    await using server = await privateRedis();
    await using stage = await openStage({ redisPath: server.path, cooldown: '1h' });
    const first = await stage.start();
    await offend(stage, first.webhook, OURS);
    await first.stop();
    const next = await stage.start();
    const folder = join(stage.folder, 'data', 'exports');
    const status = () => type(stage, 'status --json', server.path);
    await waitFor(async () => {
      const [report] = (await status()).json<{ exported: { last: { entries: number } | null } }>();
      return report?.exported.last?.entries === 1;
    });
    expect(readdirSync(folder)).toEqual([`blocks-${exportDay(Date.now())}.jsonl`]);
    const file = join(folder, readdirSync(folder)[0]!);
    expect(readFileSync(file, 'utf8')).toContain(senderId(OURS));
    expect((await type(stage, 'status', server.path)).out).toMatch(/last export: .*Z, 1 blocks in .*exports/);
    await next.stop();
    await stage.view.redis.flushall();
    expect((await type(stage, `blocks import ${file} --json`, server.path)).json()).toMatchObject([
      { restored: 1, bad: 0, warnings: [] },
    ]);
  }, 60_000);
});

describe('a worker that starts on an empty Redis', () => {
  it('knows the numbers of its journal, and whom it blocked there, before any message comes', async () => {
    await using server = await privateRedis();
    await using stage = await openStage({ redisPath: server.path, cooldown: '1h' });
    const first = await stage.start();
    await offend(stage, first.webhook, OURS);
    await first.stop();
    await stage.view.redis.flushall();
    foreignBlock(stage, FOREIGN);
    await stage.start();
    await waitFor(async () => (await stage.view.entry(senderId(OURS)))?.actual === 'blocked');
    await waitFor(async () => (await stage.view.entry(senderId(FOREIGN)))?.owner === 'foreign');
    expect(await stage.view.numbers.numbers()).toEqual([PHONE_NUMBER_ID]);
  }, 60_000);
});
