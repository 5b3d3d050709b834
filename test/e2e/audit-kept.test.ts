import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { DAY, MINUTE } from '../core/builders.ts';
import { callLine } from '../core/report/lines.ts';
import { person, PHONE_NUMBER_ID } from '../helpers/deliveries.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { SPAM_WORD } from './rules-folder.ts';
import { openStage } from './stage.ts';
import { typed } from './typed.ts';
import { write } from './writers.ts';

it('a running Cordon keeps what the policy says, for as long as it says', async () => {
  await using stage = await openStage();
  appendFileSync(join(stage.rulesDir, 'policy.yaml'), 'audit: { evidence: none, keep: 2d }\n');
  const { redis, keys } = stage.view;
  const put = async (ageMs: number): Promise<void> => {
    const at = Date.now() - ageMs;
    const line = JSON.stringify(callLine({ at, senderId: 'US.1' }));
    await redis.xadd(`${keys.base(PHONE_NUMBER_ID)}:audit`, `${at}-0`, 'd', line);
  };
  await put(2 * DAY + MINUTE);
  await put(2 * DAY - MINUTE);
  const tuning = { blocker: { reconcileIntervalMs: 500 }, worker: { schedulerRefreshMs: 500 } };
  const cordon = await stage.start({ tuning });
  await write(stage.simulator, cordon.webhook, person(1), `buy ${SPAM_WORD}, and more`);
  const decided = async () => (await stage.view.audit()).find(({ kind }) => kind === 'decision');
  await waitFor(async () => (await decided()) !== undefined);
  expect(await decided()).toMatchObject({ reasons: [{ ruleId: 'spam-word', text: '' }], score: 0 });
  expect(JSON.stringify(await stage.view.audit())).not.toContain(SPAM_WORD);
  const old = async () => (await typed(stage, ['audit', '--json', '--sender', 'US.1'])).json();
  await waitFor(async () => (await old()).length === 1, { what: 'the older line to go' });
  expect((await typed(stage, ['audit'])).err).toContain('The record is whole from ');
}, 30_000);
