import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { Redis } from 'ioredis';
import { join } from 'node:path';
import { delivery, person, PHONE_NUMBER_ID, postDelivery, textMessage } from '../helpers/deliveries.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { startInImage, USER } from './container.ts';
import { asRoot, SECRETS, Stage } from './stage.ts';

/** Every file and folder with its size, mode and time of change. */
function snapshot(root: string, without: readonly string[]): string[] {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return names
    .filter((name) => !without.some((folder) => name === folder || name.startsWith(`${folder}/`)))
    .map((name) => {
      const { mode, size, mtimeMs } = statSync(join(root, name));
      return `${name} ${mode} ${size} ${mtimeMs}`;
    });
}

describe('the commands of docker-compose.yml in a read-only folder', () => {
  let stage: Stage;
  const cleanup: (() => unknown)[] = [];
  beforeAll(async () => {
    const folder = tempFolder();
    cleanup.push(() => folder[Symbol.dispose]());
    stage = await Stage.open(folder.path);
    cleanup.unshift(() => stage.close());
  }, 240_000);
  afterAll(async () => {
    for (const clean of cleanup) await clean();
  });

  it('has an image with neither sources nor compiler, which its user cannot write to', async () => {
    const { image } = stage;
    expect(readdirSync(join(image.root, image.workdir)).sort()).toEqual(
      ['LICENSE', 'bin', 'dist', 'node_modules', 'package-lock.json', 'package.json', 'rules'].sort(),
    );
    for (const name of ['typescript', 'jest', '@swc']) {
      expect(existsSync(join(image.root, image.workdir, 'node_modules', name))).toBe(false);
    }
    const touch = await startInImage(image, ['touch', 'x'], {}).ended();
    expect(touch.output).toMatch(/Permission denied/);
    const data = statSync(join(image.root, 'data'));
    expect(data.mode & 0o777).toBe(0o700);
    if (asRoot) expect([data.uid, data.gid]).toEqual([USER, USER]);
  });

  it('says what is missing when started as it is, without compose', async () => {
    const { image } = stage;
    const ended = await startInImage(image, [...image.entrypoint, ...image.command], {}).ended();
    expect(ended.code).toBe(2);
    for (const name of ['META_APP_SECRET', 'META_VERIFY_TOKEN', 'META_ACCESS_TOKEN']) {
      expect(ended.output).toContain(`${name} is missing`);
    }
  });

  it('is unhealthy, and says why, while nothing runs', async () => {
    for (const role of ['receiver', 'worker'] as const) {
      expect(await stage.check(role)).toMatchObject({
        code: 1,
        output: expect.stringMatching(/^unhealthy: .*ECONNREFUSED/),
      });
    }
    expect((await stage.checkRedis()).code).not.toBe(0);
  });

  it('takes a signed delivery, blocks its sender, writes nothing but the journal, and ends cleanly on SIGTERM', async () => {
    const before = snapshot(stage.image.root, ['data']);
    const redis = stage.startRedis();
    await stage.healthy(() => stage.checkRedis(), 'redis');
    const receiver = stage.startCordon('receiver');
    const worker = stage.startCordon('worker');
    await stage.healthy(() => stage.check('receiver'), 'receiver');
    await stage.healthy(() => stage.check('worker'), 'worker');

    const offender = person(1);
    const who = { phone: offender.phone!, userId: offender.userId! };
    stage.simulator.control.inbound({ ...who, phoneNumberId: PHONE_NUMBER_ID });
    const content = delivery([textMessage('buy zzspam now', { from: offender })], { people: [offender] });
    const webhook = `http://127.0.0.1:${stage.ports.webhook}/webhook`;
    expect(await postDelivery(webhook, content, 'another-secret')).toBe(401);
    expect(await postDelivery(webhook, content, SECRETS.meta_app_secret)).toBe(200);
    await waitFor(() => stage.simulator.control.isBlocked(PHONE_NUMBER_ID, who.phone), { what: 'the block' });
    const journal = join(stage.image.root, 'data/blocks.jsonl');
    await waitFor(() => existsSync(journal) && readFileSync(journal, 'utf8').includes(PHONE_NUMBER_ID));

    const query = `hub.mode=subscribe&hub.challenge=4711&hub.verify_token=${SECRETS.meta_verify_token}`;
    expect(await (await fetch(`${webhook}?${query}`)).text()).toBe('4711');

    for (const running of [worker, receiver]) {
      const { code, signal, output } = await running.stop();
      expect({ code, signal }).toEqual({ code: 0, signal: null });
      for (const secret of Object.values(SECRETS)) expect(output).not.toContain(secret);
    }
    expect(await redis.stop()).toMatchObject({ code: 0 });
    expect(snapshot(stage.image.root, ['data'])).toEqual(before);
    expect(readdirSync(join(stage.image.root, 'data'))).toEqual(['blocks.jsonl']);
    expect(statSync(journal).mode & 0o777).toBe(0o600);
  }, 120_000);

  it('is healthy with an admin port that is open to others and asks for a token, when the check knows it', async () => {
    const redis = stage.startRedis();
    await stage.healthy(() => stage.checkRedis(), 'redis');
    const token = '/run/secrets/meta_verify_token'; // any secret will do
    const open = { ...stage.environment('worker'), ADMIN_HOST: '0.0.0.0' };
    const worker = stage.startCordon('worker', { ...open, ADMIN_TOKEN_FILE: token });
    await stage.healthy(() => stage.check('worker', { ...open, ADMIN_TOKEN_FILE: token }), 'worker');
    expect(await stage.check('worker', open)).toMatchObject({
      code: 1,
      output: 'unhealthy: /healthz answered 401\n',
    });
    await Promise.all([worker.stop(), redis.stop()]);
  }, 60_000);

  it('turns unhealthy when Redis goes, and healthy when it is back with what it held', async () => {
    const roles = ['receiver', 'worker'] as const;
    const redis = stage.startRedis();
    await stage.healthy(() => stage.checkRedis(), 'redis');
    for (const role of roles) stage.startCordon(role);
    for (const role of roles) await stage.healthy(() => stage.check(role), role);
    redis.child.kill('SIGKILL');
    await redis.ended();
    for (const role of roles) await stage.unhealthy(() => stage.check(role), role);

    stage.startRedis();
    await stage.healthy(() => stage.checkRedis(), 'redis');
    for (const role of roles) await stage.healthy(() => stage.check(role), role);
    const client = new Redis(stage.ports.redis, '127.0.0.1');
    expect(await client.dbsize()).toBeGreaterThan(0);
    for (const [name, value] of [
      ['appendonly', 'yes'],
      ['appendfsync', 'always'],
      ['maxmemory', String(512 * 1024 ** 2)],
      ['maxmemory-policy', 'noeviction'],
      ['save', ''],
    ] as const) {
      expect(JSON.stringify(await client.config('GET', name))).toContain(`"${value}"`);
    }
    client.disconnect();
  }, 120_000);
});
