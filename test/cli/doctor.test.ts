import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Finding } from '../../src/doctor/finding.ts';
import { startSimulator, type Simulator } from '../../src/simulator/server.ts';
import {
  BUILD_LIMIT_MS,
  buildCordon,
  cordon,
  cordonCommand,
  plainEnvironment,
  type Ended,
} from '../helpers/cordon-cli.ts';
import { privateRedis } from '../helpers/redis.ts';
import { tempFolder, type TempFolder } from '../helpers/temp-folder.ts';

const SECRETS = {
  META_APP_SECRET: 'an-app-secret-nobody-must-see',
  META_VERIFY_TOKEN: 'a-verify-token-nobody-must-see',
  META_ACCESS_TOKEN: 'EAAa-token-nobody-must-see',
};
const NUMBER = '100000000000010';
const shippedRules = fileURLToPath(new URL('../../rules', import.meta.url));

let simulator: Simulator;
let folder: TempFolder;
beforeAll(async () => {
  await buildCordon();
  simulator = await startSimulator({ appSecret: SECRETS.META_APP_SECRET });
}, BUILD_LIMIT_MS);
afterAll(() => simulator.close());
beforeEach(() => {
  folder = tempFolder();
  cpSync(shippedRules, join(folder.path, 'rules'), { recursive: true });
  mkdirSync(join(folder.path, 'data'), { mode: 0o700 });
});
afterEach(() => folder[Symbol.dispose]());

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  ...SECRETS,
  META_GRAPH_URL: simulator.url,
  META_PHONE_NUMBER_IDS: NUMBER,
  DATA_DIR: 'data',
  PORT: '0',
  ADMIN_PORT: '0',
  ...more,
});
const without = (name: string, more: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(environment(more)).filter(([one]) => one !== name));
const doctor = (env: Record<string, string>, ...args: string[]): Promise<Ended> =>
  cordon(['doctor', ...args], { cwd: folder.path, env });
const diagnose = async (env: Record<string, string>) => {
  const { code, stdout } = await doctor(env, '--json');
  return { code, ...(JSON.parse(stdout) as { ok: boolean; findings: Finding[] }) };
};
const complaints = (findings: readonly Finding[]): string[] =>
  findings
    .filter(({ status }) => status !== 'ok')
    .map(({ area, status, what }) => `${area} ${status}: ${what}`);

describe('cordon doctor', () => {
  it('finds a sound installation fit', async () => {
    await using redis = await privateRedis();
    const env = environment({ REDIS_URL: `unix://${redis.path}` });
    const { code, stdout, stderr } = await doctor(env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^configuration\n {2}ok {4}complete for the role all; mode monitor/);
    expect(stdout).toMatch(/machine\n {2}ok {4}Node \d+/);
    expect(stdout).toContain('is writable and private');
    expect(stdout).toMatch(/redis\n {2}ok {4}(Redis|Valkey) \d+\.\d+\.\d+ answers/);
    expect(stdout).toMatch(/\d+ rule tests pass/);
    expect(stdout).toContain(`the token may read the blocklist of ${NUMBER}`);
    expect(stdout).toContain('the clock of this machine agrees with Meta’s');
    expect(stdout).toMatch(/\n\n\d+ ok, 1 to look at, 0 to mend\n$/); // the Graph API is a simulator
    const calls = simulator.control.requests();
    expect(calls.map(({ verb, edge }) => `${verb} ${edge}`)).toEqual(['GET block_users']);
  });

  it('lists every problem with how to mend it, and never a secret', async () => {
    chmodSync(join(folder.path, 'data'), 0o755);
    writeFileSync(join(folder.path, 'rules/broken.yaml'), 'rules:\n  - id: Broken\n');
    await using redis = await privateRedis({ appendonly: false });
    const env = without('META_VERIFY_TOKEN', {
      REDIS_URL: `unix://${redis.path}`,
      META_ACCESS_TOKEN: 'EAAbad token',
      META_APP_SECRET: SECRETS.META_APP_SECRET,
      ADMIN_HOST: '0.0.0.0',
      META_GRAPH_URL: 'http://graph.example',
      META_APP_SECRT: 'x',
    });
    writeFileSync(join(folder.path, '.env'), 'LOG_LEVEL=info\n', { mode: 0o644 });
    const first = await diagnose(env);
    expect(first.code).toBe(1);
    expect(complaints(first.findings)).toEqual([
      'configuration fail: META_ACCESS_TOKEN contains a space, a line break or a non-ASCII character',
      'configuration fail: META_GRAPH_URL would send the access token unencrypted ("http://graph.example")',
      'configuration fail: META_VERIFY_TOKEN is missing',
      'configuration fail: ADMIN_TOKEN is missing, and ADMIN_HOST (0.0.0.0) can be reached from other machines',
      'configuration warn: .env holds secrets and other users may read it',
      'configuration warn: META_APP_SECRT is not a variable Cordon knows',
    ]);
    expect(JSON.stringify(first)).not.toMatch(/nobody-must-see|EAAbad/);

    // With values one can read, the rest is looked at as well.
    const next = await diagnose({ ...env, META_ACCESS_TOKEN: 'EAA-good', META_GRAPH_URL: simulator.url });
    const found = complaints(next.findings).join('\n');
    expect(found).toMatch(/machine warn: DATA_DIR \(.*\) is open to other users \(mode 755\)/);
    expect(found).toContain('redis fail: persistence (AOF) is off');
    expect(found).toMatch(/rules fail: the rules in .* cannot be used:\n {2}broken\.yaml:2:5 error/);
    expect(next.findings.every(({ status, mend }) => (status === 'ok') === (mend === null))).toBe(true);
  });

  it('agrees with what a start refuses', async () => {
    const env = environment({ ADMIN_HOST: '0.0.0.0', META_GRAPH_URL: 'http://graph.example' });
    const { code, stderr } = await cordon(['start'], { cwd: folder.path, env });
    expect(code).toBe(2);
    expect(stderr).toContain('ADMIN_TOKEN is missing, and ADMIN_HOST (0.0.0.0) can be reached');
    expect(stderr).toContain('META_GRAPH_URL would send the access token unencrypted');
  });

  it('says what keeps it from Redis, and that a start brings one where none is configured', async () => {
    const away = await diagnose(environment({ REDIS_URL: 'redis://:secret-word@127.0.0.1:1' }));
    expect(complaints(away.findings).join()).toMatch(/redis fail: Redis cannot be used: .*ECONNREFUSED/);
    expect(JSON.stringify(away)).not.toContain('secret-word');
    const { code, findings } = await diagnose(environment());
    expect(code).toBe(0);
    expect(findings.find(({ area }) => area === 'redis')?.what).toMatch(/a start brings its own Redis/);
  });

  it('looks only at what a receiver needs, and leaves Meta alone when told to', async () => {
    const env = without('META_ACCESS_TOKEN', { REDIS_URL: 'redis://127.0.0.1:1' });
    const receiver = await doctor(env, '--role', 'receiver');
    expect(receiver.stdout).toContain('complete for the role receiver');
    expect(receiver.stdout).not.toMatch(/^(rules|meta)$/m);
    const before = simulator.control.requests().length;
    const offline = await doctor(environment(), '--offline');
    expect(offline.stdout).toContain('not asked (--offline)');
    expect(simulator.control.requests()).toHaveLength(before);
  });
});

describe('cordon doctor beside a running Cordon', () => {
  it('finds its ports, its private Redis, the numbers it saw and the rules it judges by', async () => {
    const [command = '', ...args] = cordonCommand(['start']);
    const env = without('META_PHONE_NUMBER_IDS');
    const child = spawn(command, args, { cwd: folder.path, env: plainEnvironment(env) });
    const ended = new Promise((resolve) => child.on('close', resolve));
    try {
      let said = '';
      for await (const line of createInterface({ input: child.stderr })) {
        said += `${line}\n`;
        if (line.includes('rules ')) break;
      }
      child.stdout.resume();
      child.stderr.resume();
      const port = /localhost:(\d+)\/webhook/.exec(said)?.[1] ?? '';
      const adminPort = /127\.0\.0\.1:(\d+)\/healthz/.exec(said)?.[1] ?? '';
      const version = /version (\w+)/.exec(said)?.[1];
      const { code, stdout } = await doctor({ ...env, PORT: port, ADMIN_PORT: adminPort });
      expect(stdout).toContain(`PORT (${port}) is in use by a Cordon that answers`);
      expect(stdout).toContain(`ADMIN_PORT (${adminPort}) is in use by a Cordon that answers`);
      expect(stdout).toContain('persistence (AOF) is on');
      expect(stdout).toMatch(new RegExp(`the worker .* judges by version ${version}`));
      expect(stdout).toContain('no business number is known yet, so the token was not tried');
      expect(code).toBe(0);
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  }, 60_000);
});
