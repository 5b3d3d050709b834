import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../src/config/config.ts';
import { type Environment, formatProblem, readConfig, type ReadOptions } from '../../src/config/read.ts';

const SECRETS = { META_APP_SECRET: 'app-secret', META_VERIFY_TOKEN: 'verify', META_ACCESS_TOKEN: 'EAAtoken' };

function accepted(env: Environment, options?: ReadOptions) {
  const result = readConfig({ ...SECRETS, ...env }, options);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result;
}
function refused(env: Environment, options?: ReadOptions) {
  const result = readConfig(env, options);
  if (result.ok) throw new Error('was accepted');
  return result.problems;
}
const names = (env: Environment, options?: ReadOptions) =>
  refused(env, options).map(({ variable }) => variable);

describe('readConfig', () => {
  it('takes the documented defaults when only the secrets are set', () => {
    const { config, secrets, warnings } = accepted({});
    expect(config).toEqual(defaultConfig());
    expect(config).toMatchObject({
      role: 'all',
      mode: 'monitor',
      logLevel: 'info',
      rulesDir: resolve('rules'),
      dataDir: resolve('.cordon'),
      phoneNumberIds: null,
      redis: { address: null, keyPrefix: 'cordon', embeddedMaxmemoryMb: 512 },
      queue: { shards: 1 },
      receiver: { port: 3000, maxBodiesInFlightBytes: 32 * 1024 * 1024 },
      admin: { host: '127.0.0.1', port: 3001, loopback: true },
      graph: { baseUrl: 'https://graph.facebook.com', version: 'v25.0', timeoutMs: 15_000 },
      blocker: { batchSize: 200, flushDelayMs: 500, sweepIntervalMs: 5_000 },
      senderMemoryMs: 90 * 24 * 3_600_000,
    });
    expect(secrets.receiver).toMatchObject({ appSecrets: ['app-secret'], verifyToken: 'verify' });
    expect(secrets.graph).toMatchObject({ accessToken: 'EAAtoken', appSecret: 'app-secret' });
    expect(warnings).toEqual([]);
  });

  it('lists every problem at once, each with what to do', () => {
    const problems = refused({
      PORT: 'http',
      QUEUE_SHARDS: '65',
      META_GRAPH_URL: 'http://graph.facebook.com',
    });
    expect(problems.map(({ variable }) => variable)).toEqual([
      'META_GRAPH_URL',
      'QUEUE_SHARDS',
      'PORT',
      'META_APP_SECRET',
      'META_VERIFY_TOKEN',
      'META_ACCESS_TOKEN',
    ]);
    for (const { fix } of problems) expect(fix).toMatch(/^[A-Z].*\.$/);
    expect(problems.map(formatProblem)).toContain(
      'QUEUE_SHARDS is above 64 ("65"). Set it to a whole number from 1 to 64.',
    );
  });

  it.each([
    ['all', ['META_APP_SECRET', 'META_VERIFY_TOKEN', 'META_ACCESS_TOKEN']],
    ['receiver', ['META_APP_SECRET', 'META_VERIFY_TOKEN', 'REDIS_URL']],
    ['worker', ['META_ACCESS_TOKEN', 'REDIS_URL']],
  ] as const)('asks the role %s only for what it needs', (role, needed) => {
    expect(names({}, { role })).toEqual(needed);
  });

  it('lets a single role start with a Redis it can share', () => {
    const env = { META_ACCESS_TOKEN: 'EAAtoken', REDIS_URL: 'redis://cache:6379/2' };
    const result = readConfig(env, { role: 'worker' });
    expect(result).toMatchObject({
      ok: true,
      config: { role: 'worker', redis: { address: 'redis://cache:6379/2' } },
    });
    expect(result.ok && result.secrets.receiver).toBeNull();
    expect(result.ok && result.secrets.graph).toMatchObject({ accessToken: 'EAAtoken', appSecret: null });
  });

  it('asks for nothing when only looking, yet still refuses what is wrong', () => {
    expect(readConfig({}, { purpose: 'inspect' })).toMatchObject({
      ok: true,
      secrets: { receiver: null, graph: null },
    });
    expect(names({ KEY_PREFIX: 'a b' }, { purpose: 'inspect' })).toEqual(['KEY_PREFIX']);
  });

  it('reports a refused variable once, not as missing too', () => {
    expect(names({ ...SECRETS, META_VERIFY_TOKEN: 'two words' })).toEqual(['META_VERIFY_TOKEN']);
    expect(names({ ...SECRETS, REDIS_URL: 'http://cache' }, { role: 'worker' })).toEqual(['REDIS_URL']);
    expect(names({ ...SECRETS, ADMIN_HOST: '0.0.0.0', ADMIN_TOKEN: 'a b' })).toEqual(['ADMIN_TOKEN']);
  });

  it('takes empty variables as unset and trims the rest', () => {
    const { config } = accepted({
      PORT: ' 8080 ',
      ADMIN_PORT: '',
      CORDON_MODE: '  ',
      META_PHONE_NUMBER_IDS: '',
    });
    expect(config).toMatchObject({
      receiver: { port: 8080 },
      admin: { port: 3001 },
      mode: 'monitor',
      phoneNumberIds: null,
    });
  });

  const good: [string, string, object][] = [
    ['CORDON_MODE', 'enforce', { mode: 'enforce' }],
    ['META_PHONE_NUMBER_IDS', '106, 107,106', { phoneNumberIds: ['106', '107'] }],
    ['META_GRAPH_URL', 'https://proxy.example/graph/', { graph: { baseUrl: 'https://proxy.example/graph' } }],
    ['META_GRAPH_URL', 'http://127.0.0.1:4000', { graph: { baseUrl: 'http://127.0.0.1:4000' } }],
    ['META_GRAPH_URL', 'http://[::1]:4000', { graph: { baseUrl: 'http://[::1]:4000' } }],
    ['META_GRAPH_URL', 'http://localhost:4000/', { graph: { baseUrl: 'http://localhost:4000' } }],
    ['REDIS_URL', 'unix:///run/redis.sock', { redis: { address: 'unix:///run/redis.sock' } }],
    ['REDIS_URL', 'rediss://u:p%40ss@host:6380/1?x=y', { redis: { address: 'rediss://host:6380/1' } }],
    ['PORT', '0', { receiver: { port: 0 } }],
    ['BLOCK_BATCH_SIZE', '1000', { blocker: { batchSize: 1000 } }],
    ['RULES_DIR', '/etc/cordon/rules', { rulesDir: '/etc/cordon/rules' }],
    ['SENDER_MEMORY_DAYS', '1', { senderMemoryMs: 86_400_000 }],
    ['ADMIN_HOST', '::1', { admin: { host: '::1', loopback: true } }],
  ];
  it.each(good)('accepts %s=%s', (name, value, config) => {
    expect(accepted({ [name]: value }).config).toMatchObject(config);
  });

  const bad: [string, string, RegExp][] = [
    ['CORDON_MODE', 'off', /is not one of the choices \("off"\)\. Set it to monitor or enforce\./],
    ['LOG_LEVEL', 'verbose', /trace, debug, info, warn, error, fatal or silent/],
    ['PORT', '65536', /is above 65535/],
    ['PORT', '-1', /is not a whole number/],
    ['PORT', '3e3', /is not a whole number/],
    ['PORT', '3000.0', /is not a whole number/],
    ['QUEUE_SHARDS', '0', /is below 1/],
    ['BLOCK_BATCH_SIZE', '1001', /is above 1000/],
    ['QUEUE_SHARDS', '9'.repeat(400), /is not a whole number/],
    ['META_PHONE_NUMBER_IDS', '106,,107', /not all digits/],
    ['META_PHONE_NUMBER_IDS', '+4915112345678', /not the phone number itself/],
    ['META_GRAPH_URL', 'http://graph.facebook.com', /unencrypted/],
    ['META_GRAPH_URL', 'http://127.0.0.1.evil.example', /unencrypted/],
    ['META_GRAPH_URL', 'graph.facebook.com', /is not a URL/],
    ['META_GRAPH_URL', 'ftp://graph.facebook.com', /is not an http address/],
    ['META_GRAPH_URL', 'https://me:pw@graph.facebook.com', /user name or password/],
    ['META_GRAPH_URL', 'https://graph.facebook.com/?a=1', /query/],
    ['META_GRAPH_VERSION', '25', /v25\.0/],
    ['META_GRAPH_VERSION', 'v25.0/../x', /is not a version/],
    ['META_APP_SECRET', 'one,,two', /empty entry/],
    ['META_APP_SECRET', '"quoted"', /wrapped in quotes/],
    ['META_ACCESS_TOKEN', 'two words', /space/],
    ['META_ACCESS_TOKEN', 'töken', /non-ASCII/],
    ['REDIS_URL', 'cache:6379', /is not a Redis address/],
    ['REDIS_URL', 'http://cache', /is not a Redis address/],
    ['REDIS_URL', 'unix://redis.sock', /no absolute path/],
    ['REDIS_URL', 'redis://cache/queue', /not a number/],
    ['REDIS_URL', 'redis:///0', /names no host/],
    ['KEY_PREFIX', 'Shop:1', /a–z/],
    ['KEY_PREFIX', '{x}', /a–z/],
    ['RULES_DIR', '~/rules', /only a shell expands/],
    ['ADMIN_HOST', 'http://0.0.0.0', /is not a host name/],
    ['SWEEP_INTERVAL_MS', '99', /is below 100/],
  ];
  it.each(bad)('refuses %s=%s', (name, value, line) => {
    const problems = refused({ ...SECRETS, [name]: value });
    expect(problems.map(({ variable }) => variable)).toEqual([name]);
    expect(formatProblem(problems[0]!)).toMatch(line);
  });

  it('never repeats a secret it refuses', () => {
    const problems = refused({
      META_APP_SECRET: 'hunter2 hunter2',
      META_VERIFY_TOKEN: 'hunter2 x',
      META_ACCESS_TOKEN: '"hunter2"',
      REDIS_URL: 'redis://:hunter2@host/abc',
    });
    expect(problems).toHaveLength(4);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('opens the admin port to other machines only with a token', () => {
    expect(names({ ...SECRETS, ADMIN_HOST: '0.0.0.0' })).toEqual(['ADMIN_TOKEN']);
    expect(names({ ...SECRETS, ADMIN_HOST: '::' })).toEqual(['ADMIN_TOKEN']);
    const { config, secrets } = accepted({ ADMIN_HOST: '0.0.0.0', ADMIN_TOKEN: 'long-random-word' });
    expect(config.admin).toEqual({ host: '0.0.0.0', port: 3001, loopback: false });
    expect(secrets.adminToken).toBe('long-random-word');
  });

  it('keeps the admin port apart from the public one', () => {
    expect(names({ ...SECRETS, PORT: '3001' })).toEqual(['ADMIN_PORT']);
    expect(accepted({ PORT: '0', ADMIN_PORT: '0' }).config.admin.port).toBe(0);
  });

  it('warns about variables that look like ours but are not', () => {
    const { warnings } = accepted({
      META_ACESS_TOKEN: 'x',
      CORDON_MOOD: 'x',
      CORDON_ENTIRELY_ELSE: 'x',
      PATH: '/bin',
    });
    expect(warnings.map(formatProblem)).toEqual([
      'META_ACESS_TOKEN is not a variable Cordon knows. Did you mean META_ACCESS_TOKEN?',
      'CORDON_MOOD is not a variable Cordon knows. Did you mean CORDON_MODE?',
      'CORDON_ENTIRELY_ELSE is not a variable Cordon knows. Remove it if it was meant for Cordon.',
    ]);
  });

  it('warns beside problems too, so that a misspelt secret is found', () => {
    const result = readConfig({ ...SECRETS, META_VERIFY_TOKEN: undefined, META_VERFY_TOKEN: 'x' });
    expect(result).toMatchObject({ ok: false, problems: [{ variable: 'META_VERIFY_TOKEN' }] });
    expect(result.warnings.map(({ variable }) => variable)).toEqual(['META_VERFY_TOKEN']);
  });
});

describe('defaultConfig', () => {
  it('replaces single settings of a group', () => {
    const config = defaultConfig({
      mode: 'enforce',
      blocker: { flushDelayMs: 1 },
      admin: { host: '10.0.0.1' },
    });
    expect(config).toEqual({
      ...defaultConfig(),
      mode: 'enforce',
      blocker: { ...defaultConfig().blocker, flushDelayMs: 1 },
      admin: { host: '10.0.0.1', port: 3001, loopback: false },
    });
  });
});
