import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { foreign } from '../../src/core/ledger/enforcement.ts';
import { newEntry } from '../../src/core/ledger/entry.ts';
import { createLedgerStore } from '../../src/store/ledger-store.ts';
import { person, PHONE_NUMBER_ID, type Person } from '../helpers/deliveries.ts';
import { privateRedis } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { BLOCK_WORD, SPAM_WORD } from './rules-folder.ts';
import { openStage, type Stage } from './stage.ts';
import { typed } from './typed.ts';
import { senderId, write } from './writers.ts';

const OFFENDERS = [1, 2, 3, 4, 5].map(person);
const FOREVER = person(6);
const FOREIGN = person(7);
const LIFTED = person(8);
const EVERYBODY = [...OFFENDERS, FOREVER, LIFTED];

const listed = ({ simulator }: Stage): string[] =>
  simulator.control
    .list(PHONE_NUMBER_ID)
    .map(({ waId }) => waId ?? '')
    .sort();
const phones = (people: readonly Person[]): string[] => people.map(({ phone }) => phone!).sort();

describe('when Redis is lost', () => {
  it.each<['export' | 'journal', 'at once' | 'after the ledger took them for foreign']>([
    ['export', 'at once'],
    ['journal', 'at once'],
    ['journal', 'after the ledger took them for foreign'],
  ])(
    'blocks import of the %s, %s, ends every cooldown on time and keeps the rest',
    async (source, when) => {
      await using server = await privateRedis();
      const redisPath = server.path;
      await using stage = await openStage({ redisPath, cooldown: '12s' });
      const type = (...words: string[]) => typed(stage, words, { redisPath });
      const cordon = await stage.start();
      stage.simulator.control.inbound({ phone: FOREIGN.phone!, userId: FOREIGN.userId! });
      stage.simulator.control.block(PHONE_NUMBER_ID, FOREIGN.phone!);
      for (const who of EVERYBODY)
        await write(stage.simulator, cordon.webhook, who, `buy ${who === FOREVER ? BLOCK_WORD : SPAM_WORD}`);
      const entriesOf = () => stage.view.entries(EVERYBODY.map(senderId));
      await waitFor(async () => (await entriesOf()).every((entry) => entry?.actual === 'blocked'));
      expect(await type('blocks', 'lift', LIFTED.userId!)).toMatchObject({ code: 0 });
      await waitFor(async () => (await stage.view.entry(senderId(LIFTED)))?.actual === 'absent');
      const ends = new Map(
        (await entriesOf()).flatMap((entry) =>
          entry?.desired.kind === 'until' ? [[entry.phone, entry.desired.at] as const] : [],
        ),
      );
      expect(ends.size).toBe(OFFENDERS.length);

      const backup = join(stage.folder, 'backup.jsonl');
      expect(await type('blocks', 'export', backup)).toMatchObject({ code: 0 });
      await cordon.kill9();
      await stage.view.redis.flushall();
      await stage.start();
      if (when !== 'at once') {
        const ledger = createLedgerStore(stage.view.redis, stage.view.keys);
        const strangers = [...OFFENDERS, FOREVER, FOREIGN].map((who) => ({
          entry: foreign(newEntry({ id: senderId(who), phone: who.phone, userId: who.userId })),
          audit: null,
        }));
        await ledger.write(PHONE_NUMBER_ID, strangers, null, Date.now());
      }
      const dataDir = join(stage.folder, 'data');
      const journals = readdirSync(dataDir)
        .filter((name) => name.startsWith('blocks'))
        .map((name) => join(dataDir, name));
      const files = source === 'export' ? [backup] : journals;
      const tried = (await type('blocks', 'import', ...files, '--dry-run', '--json')).json()[0]!;
      expect(tried).toMatchObject(
        when === 'at once' ? { restored: 6, foreign: 0 } : { restored: 0, foreign: 6 },
      );
      expect((await entriesOf()).filter((entry) => entry?.owner === 'ours')).toEqual([]);
      const reclaim = when === 'at once' ? [] : ['--reclaim'];
      const answer = await type('blocks', 'import', ...files, ...reclaim, '--json');
      expect(answer.code).toBe(0);
      expect(answer.json()).toMatchObject([{ restored: 6, bad: 0, lifted: source === 'journal' ? 1 : 0 }]);
      expect((await type('blocks', 'import', ...files, ...reclaim, '--json')).json()).toMatchObject([
        { restored: 0, newer: 6 },
      ]);

      await waitFor(() => listed(stage).length === 2, {
        timeoutMs: 25_000,
        what: 'the end of every cooldown',
      });
      expect(listed(stage)).toEqual(phones([FOREVER, FOREIGN]));
      for (const { phone } of OFFENDERS) {
        const lifts = stage.simulator.control
          .log(PHONE_NUMBER_ID)
          .filter(({ op, waId }) => op === 'lift' && waId === phone);
        expect(lifts).toHaveLength(1);
        expect(lifts[0]!.at).toBeGreaterThanOrEqual(ends.get(phone) ?? Infinity);
      }
      await waitFor(async () => (await stage.view.entry(senderId(FOREVER)))?.actual === 'blocked');
      expect(await stage.view.entry(senderId(FOREVER))).toMatchObject({
        owner: 'ours',
        desired: { kind: 'permanent' },
      });
      // Imported again after the cooldowns ended, the same files block nobody.
      expect((await type('blocks', 'import', ...files, '--json')).json()).toMatchObject([{ restored: 0 }]);
    },
    60_000,
  );

  it('Cordon finds by its own journal whom it blocked, and lets them in on time', async () => {
    await using server = await privateRedis();
    const redisPath = server.path;
    await using stage = await openStage({ redisPath, cooldown: '6s' });
    const tuning = { blocker: { reconcileIntervalMs: 1_000 }, worker: { schedulerRefreshMs: 500 } };
    const cordon = await stage.start({ tuning });
    stage.simulator.control.inbound({ phone: FOREIGN.phone!, userId: FOREIGN.userId! });
    for (const who of OFFENDERS) await write(stage.simulator, cordon.webhook, who, `buy ${SPAM_WORD}`);
    await waitFor(() => listed(stage).length === OFFENDERS.length);
    await waitFor(() => stage.journal().length === OFFENDERS.length);
    await stage.view.redis.flushall();
    stage.simulator.control.block(PHONE_NUMBER_ID, FOREIGN.phone!);
    // The number is known again by the first message that comes.
    await cordon.kill9();
    const next = await stage.start({ tuning });
    await write(stage.simulator, next.webhook, person(9), 'good morning');
    await waitFor(() => listed(stage).length === 1, { timeoutMs: 25_000, what: 'the end of every cooldown' });
    expect(listed(stage)).toEqual(phones([FOREIGN]));
  }, 60_000);
});
