import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulator, type Simulator } from '../../src/simulator/server.ts';
import { BUILD_LIMIT_MS, buildCordon, cordon, type Ended, type RunOptions } from '../helpers/cordon-cli.ts';
import { atTerminal } from '../helpers/pty.ts';
import { tempFolder, type TempFolder } from '../helpers/temp-folder.ts';

const APP_SECRET = 'an-app-secret-nobody-must-see';
const TOKEN = 'EAAa-token-nobody-must-see';
const rules = fileURLToPath(new URL('../../rules', import.meta.url));

let simulator: Simulator;
let folder: TempFolder;
beforeAll(async () => {
  await buildCordon();
  simulator = await startSimulator({ appSecret: APP_SECRET, badTokens: ['expired'] });
}, BUILD_LIMIT_MS);
afterAll(() => simulator.close());
beforeEach(() => {
  folder = tempFolder();
  write('app-secret', `${APP_SECRET}\n`);
  write('token', `${TOKEN}\n`);
});
afterEach(() => folder[Symbol.dispose]());

const file = (name: string): string => join(folder.path, name);
const write = (name: string, text: string): void => writeFileSync(file(name), text, { mode: 0o600 });
const settings = () => parseEnv(readFileSync(file('.env'), 'utf8'));
const options = (): RunOptions => ({
  cwd: folder.path,
  env: { META_GRAPH_URL: simulator.url, RULES_DIR: rules, PORT: '0', ADMIN_PORT: '0' },
});
const init = (args: readonly string[], input = ''): Promise<Ended> =>
  cordon(['init', ...args], { ...options(), input });
const SECRETS = ['--app-secret-file', 'app-secret', '--access-token-file', 'token'];

describe('cordon init at a terminal', () => {
  it('asks, shows no secret, writes .env for its owner alone, checks it, and shows what to enter at Meta', async () => {
    const session = atTerminal(['init'], options());
    await session.answer('App secret', 'two words\r');
    await session.answer('contains a space', `${APP_SECRET}\r`);
    await session.answer('Access token', `${TOKEN}x\u007f\r`);
    await session.answer('Phone number ids', '100000000000010\r');
    await session.answer('Mode, monitor or enforce', 'strict\r');
    await session.answer('not one of the choices', '\r');
    await session.answer('Redis URL', '\r');
    await session.answer('Verify token', 'my-own-verify-word\r');
    await session.answer('Public https address', 'http://shop.example\r');
    await session.answer('https only', 'https://shop.example/\r');
    expect(await session.ended).toBe(0);

    const screen = session.screen();
    expect(screen).not.toContain(APP_SECRET);
    expect(screen).not.toContain(TOKEN);
    expect(screen).toContain('100000000000010\r\n');
    expect(screen).toContain('Callback URL  https://shop.example/webhook\r\n');
    expect(screen).toContain('Verify token  my-own-verify-word\r\n');
    expect(screen).toContain('the token may read the blocklist of 100000000000010');
    expect(screen).toContain('Next: npx cordon start');
    expect(settings()).toEqual({
      META_APP_SECRET: APP_SECRET,
      META_ACCESS_TOKEN: TOKEN,
      META_PHONE_NUMBER_IDS: '100000000000010',
      META_VERIFY_TOKEN: 'my-own-verify-word',
    });
    expect(statSync(file('.env')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.path).sort()).toEqual(['.env', 'app-secret', 'token']);
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('writes nothing when it is left with %s', async (_what, key) => {
    const session = atTerminal(['init'], options());
    await session.answer('App secret', `${APP_SECRET}\r`);
    await session.answer('Access token', key);
    expect(await session.ended).toBe(1);
    expect(session.screen()).toContain('stopped; nothing was written');
    expect(existsSync(file('.env'))).toBe(false);
  });

  it('asks only for what is not given or there already', async () => {
    write('.env', `# mine\nMETA_APP_SECRET=${APP_SECRET}\nMETA_VERIFY_TOKEN=a-verify-word\nLOG_LEVEL=warn\n`);
    const session = atTerminal(
      [
        'init',
        '--force',
        '--mode',
        'monitor',
        '--redis-url',
        'redis://127.0.0.1:1',
        '--public-url',
        'https://a.example',
      ],
      options(),
    );
    await session.answer('Access token', `${TOKEN}\r`);
    await session.answer('Phone number ids', '\r');
    expect(await session.ended).toBe(1); // there is no Redis at that address
    expect(session.screen()).not.toMatch(/App secret|Verify token of|Mode,/);
    expect(session.screen()).toContain('Redis cannot be used');
    expect(readFileSync(file('.env'), 'utf8')).toBe(
      `# mine\nMETA_APP_SECRET=${APP_SECRET}\nMETA_VERIFY_TOKEN=a-verify-word\nLOG_LEVEL=warn\n` +
        `CORDON_MODE=monitor\nREDIS_URL=redis://127.0.0.1:1\nMETA_ACCESS_TOKEN=${TOKEN}\n`,
    );
  });
});

describe('cordon init in a script', () => {
  it('names the secrets’ files in .env and makes a verify token', async () => {
    const { code, stdout, stderr } = await init([
      ...SECRETS,
      '--phone-number-id',
      '1',
      '--phone-number-id',
      '2',
      '--json',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { META_VERIFY_TOKEN: verifyToken, ...rest } = settings();
    expect(rest).toEqual({
      META_APP_SECRET_FILE: file('app-secret'),
      META_ACCESS_TOKEN_FILE: file('token'),
      META_PHONE_NUMBER_IDS: '1,2',
    });
    expect(verifyToken).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, path: file('.env'), webhook: null, verifyToken });
    expect(stdout).not.toMatch(new RegExp(`${APP_SECRET}|${TOKEN}`));
  });

  it('takes a secret from standard input into .env itself', async () => {
    const args = ['--app-secret-file', '-', '--access-token-file', 'token', '--phone-number-id', '1'];
    const { code, stdout } = await init(args, `${APP_SECRET}\n`);
    expect(code).toBe(0);
    expect(stdout).toContain('Callback URL  https://<public address of this machine>/webhook');
    expect(settings()).toMatchObject({ META_APP_SECRET: APP_SECRET, META_ACCESS_TOKEN_FILE: file('token') });
    expect(stdout).not.toContain(APP_SECRET);
  });

  it('never touches an existing .env without --force, and with it keeps what is not given', async () => {
    const before = `META_APP_SECRET=old\nMETA_ACCESS_TOKEN=old\nMETA_VERIFY_TOKEN=a-verify-word\nQUEUE_SHARDS=2\n`;
    write('.env', before);
    const refused = await init([...SECRETS, '--phone-number-id', '1']);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('--force');
    expect(readFileSync(file('.env'), 'utf8')).toBe(before);

    const forced = await init(['--access-token-file', 'token', '--force', '--offline', '--mode', 'enforce']);
    expect(forced.code).toBe(0);
    expect(settings()).toEqual({
      META_APP_SECRET: 'old',
      META_ACCESS_TOKEN_FILE: file('token'),
      META_VERIFY_TOKEN: 'a-verify-word',
      QUEUE_SHARDS: '2',
      CORDON_MODE: 'enforce',
    });
  });

  it('exits 1 and says what to mend when Meta refuses the token', async () => {
    write('token', 'expired');
    const { code, stdout } = await init([...SECRETS, '--phone-number-id', '1']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAIL {2}Meta refuses 1 with code 190, the access token is invalid or expired/);
    expect(stdout).toContain('Mend what FAILed, then: npx cordon doctor');
    expect(existsSync(file('.env'))).toBe(true);
  });

  it('says when the environment overrules what it wrote', async () => {
    const { env = {} } = options();
    const run = { ...options(), env: { ...env, META_PHONE_NUMBER_IDS: '7' } };
    const { stdout } = await cordon(['init', ...SECRETS, '--phone-number-id', '1', '--offline'], run);
    expect(stdout).toContain('the environment sets META_PHONE_NUMBER_IDS too, and that wins');
  });

  it.each([
    ['nobody can be asked', [], /needs --app-secret-file and --access-token-file/],
    ['a file is missing', ['--app-secret-file', 'none'], /none, which cannot be read \(ENOENT\)/],
    [
      'both secrets are to come from standard input',
      ['--app-secret-file', '-', '--access-token-file', '-'],
      /only one/,
    ],
    ['the Redis URL holds a password', [...SECRETS, '--redis-url', 'redis://:pw@h:1'], /--redis-url-file/],
    ['the mode is unknown', [...SECRETS, '--mode', 'off'], /CORDON_MODE: That is not one of the choices/],
    ['the public address is not https', [...SECRETS, '--public-url', 'http://a.example'], /https only/],
  ])('exits 2 and writes nothing when %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await init(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(existsSync(file('.env'))).toBe(false);
  });
});
