import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSimulator, type Simulator } from '../../src/simulator/server.ts';
import { compose, nameOf, type Sent } from '../e2e/writers.ts';
import { SPAM_WORD, writeRules } from '../e2e/rules-folder.ts';
import { BUILD_LIMIT_MS, buildCordon, cordonCommand, plainEnvironment } from '../helpers/cordon-cli.ts';
import { person, PHONE_NUMBER_ID, postDelivery, type Person } from '../helpers/deliveries.ts';
import { testRedisPath, uniquePrefix } from '../helpers/redis.ts';
import { tempFolder, type TempFolder } from '../helpers/temp-folder.ts';
import { waitFor } from '../helpers/wait-for.ts';

const [OLD, NEW] = ['old_app_secret', 'new_app_secret'];

let folder: TempFolder;
let simulator: Simulator;
let webhook: string;
let log = '';
let stop: () => Promise<number | null>;

const file = (name: string): string => join(folder.path, name);

/** `cordon start`, as typed, with its secrets in files. */
beforeAll(async () => {
  await buildCordon();
  folder = tempFolder();
  simulator = await startSimulator({ badTokens: ['expired-token'], appSecret: NEW });
  writeRules(file('rules'), { cooldown: '1h' });
  mkdirSync(file('data'), { mode: 0o700 });
  writeFileSync(file('app-secret'), `${OLD}\n`);
  writeFileSync(file('token'), 'first-token\n');
  const [command = '', ...args] = cordonCommand(['start']);
  const child = spawn(command, args, {
    cwd: folder.path,
    env: plainEnvironment({
      META_APP_SECRET_FILE: file('app-secret'),
      META_ACCESS_TOKEN_FILE: file('token'),
      META_VERIFY_TOKEN: 'a-verify-token',
      META_GRAPH_URL: simulator.url,
      REDIS_URL: `unix://${testRedisPath()}`,
      KEY_PREFIX: uniquePrefix('rotation').slice(0, 32),
      RULES_DIR: file('rules'),
      DATA_DIR: file('data'),
      CORDON_MODE: 'enforce',
      PORT: '0',
      ADMIN_PORT: '0',
      FLUSH_DELAY_MS: '0',
      SWEEP_INTERVAL_MS: '300',
    }),
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
  for await (const line of createInterface({ input: child.stderr })) {
    webhook = /webhook +(\S+)/.exec(line)?.[1] ?? '';
    if (webhook !== '') break;
  }
  child.stderr.resume();
}, BUILD_LIMIT_MS + 30_000);
afterAll(async () => {
  await stop();
  await simulator.close();
  folder[Symbol.dispose]();
});

const post = (sent: Sent, secret: string): Promise<number> => postDelivery(webhook, sent.content, secret);
const spamOf = (who: Person): Sent => compose(simulator, who, `buy ${SPAM_WORD}`)!;
const isBlocked = (who: Person): boolean => simulator.control.isBlocked(PHONE_NUMBER_ID, nameOf(who));

describe('a running Cordon whose secrets are in files', () => {
  it('refuses no delivery while the app secret is rotated', async () => {
    const answers = new Map<string, number>();
    let signing = OLD;
    const done = new AbortController();
    let sent = 0;
    const poster = (async () => {
      for (; !done.signal.aborted; sent += 1) {
        const key = `${signing} ${await post(compose(simulator, person(100 + sent), 'hello')!, signing)}`;
        answers.set(key, (answers.get(key) ?? 0) + 1);
      }
    })();
    // Both in force, then Meta signs with the new one, then the old one goes: the order in which nothing is lost.
    writeFileSync(file('app-secret'), `${NEW},${OLD}\n`);
    const probe = compose(simulator, person(50), 'hello')!;
    await waitFor(async () => (await post(probe, NEW)) === 200);
    signing = NEW;
    await waitFor(() => (answers.get(`${NEW} 200`) ?? 0) > 5);
    writeFileSync(file('app-secret'), `${NEW}\n`);
    await waitFor(async () => (await post(probe, OLD)) === 401);
    done.abort();
    await poster;
    expect([...answers.keys()].sort()).toEqual([`${NEW} 200`, `${OLD} 200`]);
  });

  it('halts on an expired token and resumes by itself soon after its file is mended', async () => {
    writeFileSync(file('token'), 'expired-token');
    await waitFor(() => log.split('secrets were renewed').length >= 4);
    const offender = person(1);
    expect(await post(spamOf(offender), NEW)).toBe(200);
    await waitFor(() => simulator.control.requests().some(({ code }) => code === 190), { timeoutMs: 15_000 });
    expect(isBlocked(offender)).toBe(false);

    // An empty file on the way changes nothing.
    writeFileSync(file('token'), '');
    await waitFor(() => log.includes('META_ACCESS_TOKEN_FILE names'));
    writeFileSync(file('token'), 'second-token');
    // The simulator only takes calls proved with the new app secret: both rotations have reached them.
    await waitFor(() => isBlocked(offender), { timeoutMs: 20_000 });
  });
});
