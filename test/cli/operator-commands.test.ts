import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStage, type Stage } from '../e2e/stage.ts';
import { SPAM_WORD } from '../e2e/rules-folder.ts';
import { senderId, write } from '../e2e/writers.ts';
import { BUILD_LIMIT_MS, buildCordon, cordon } from '../helpers/cordon-cli.ts';
import { person, PHONE_NUMBER_ID } from '../helpers/deliveries.ts';
import { testRedisPath } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';

let stage: Stage;
beforeAll(async () => {
  await buildCordon();
  stage = await openStage({ cooldown: '1h' });
}, BUILD_LIMIT_MS);
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

describe('an operator at the terminal', () => {
  it('sees a block, lets the person in, and reads the report', async () => {
    const env = {
      REDIS_URL: `unix://${testRedisPath()}`,
      KEY_PREFIX: stage.keyPrefix,
      RULES_DIR: stage.rulesDir,
      DATA_DIR: join(stage.folder, 'data'),
    };
    const type = (...words: string[]) => cordon(words, { cwd: stage.folder, env });
    const who = person(1);
    const running = await stage.start();
    await write(stage.simulator, running.webhook, who, SPAM_WORD);
    await waitFor(async () => (await stage.view.entry(senderId(who)))?.actual === 'blocked');

    const list = await type('blocks', 'list');
    expect(list).toMatchObject({ code: 0, stderr: '' });
    expect(list.stdout.split('\n')[1]).toContain(`\t${who.userId}\t+1555****001\tblocked\t`);
    const lifted = await type('blocks', 'lift', `+${who.phone}`);
    expect(lifted).toEqual({
      code: 0,
      stderr: '',
      stdout: `${who.userId} is let in again (number ${PHONE_NUMBER_ID})\n`,
    });
    expect(stage.simulator.control.isBlocked(PHONE_NUMBER_ID, who.phone!)).toBe(false);
    expect((await type('senders', 'show', who.userId!)).stdout).toContain('status\tnot blocked\n');
    const report = await type('report', '--since', '1d');
    expect(report).toMatchObject({ code: 0, stderr: '' });
    expect(report.stdout).toContain('Messages judged: 1');
  }, 60_000);

  it('is told when no Cordon runs', async () => {
    const env = { DATA_DIR: join(stage.folder, 'nowhere') };
    for (const words of [['blocks', 'list'], ['report'], ['senders', 'protect', '+15550000001']]) {
      const answer = await cordon(words, { cwd: stage.folder, env });
      expect(answer).toMatchObject({ code: 1, stdout: '' });
      expect(answer.stderr).toContain('No Cordon is running');
    }
  }, 60_000);
});
