import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, inspect } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Environment, readConfig } from '../../src/config/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordon-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string, mode = 0o400): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode });
  return path;
}
const others = { META_APP_SECRET: 'hunter2,hunter3', META_VERIFY_TOKEN: 'hunter4', ADMIN_TOKEN: 'hunter5' };
function secretsOf(env: Environment) {
  const result = readConfig({ ...others, ...env });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.secrets;
}
function problemsOf(env: Environment): string[] {
  const result = readConfig({ ...others, ...env });
  return result.ok ? [] : result.problems.map(({ variable, message }) => `${variable} ${message}`);
}

describe('a secret from a file', () => {
  it.each([
    ['without a newline', 'EAAfile'],
    ['with a newline', 'EAAfile\n'],
    ['with a Windows newline', 'EAAfile\r\n'],
  ])('is read %s', (name, text) => {
    const path = file(name, text);
    expect(secretsOf({ META_ACCESS_TOKEN_FILE: path }).graph?.accessToken).toBe('EAAfile');
  });

  it('works for every secret, lists included', () => {
    const secrets = secretsOf({
      META_ACCESS_TOKEN: 'EAAenv',
      META_APP_SECRET: undefined,
      META_APP_SECRET_FILE: file('app', 'new,old\n'),
      META_VERIFY_TOKEN: undefined,
      META_VERIFY_TOKEN_FILE: file('verify', 'word\n'),
      ADMIN_TOKEN: undefined,
      ADMIN_TOKEN_FILE: file('admin', 'admin\n'),
      REDIS_URL_FILE: file('redis', 'redis://:pw@host:6379\n'),
    });
    expect(secrets.receiver?.appSecrets).toEqual(['new', 'old']);
    expect(secrets.receiver?.verifyToken).toBe('word');
    expect(secrets.graph?.appSecret).toBe('new');
    expect(secrets.adminToken).toBe('admin');
    expect(secrets.redisUrl).toBe('redis://:pw@host:6379');
  });

  it('is refused beside the variable itself', () => {
    const env = { META_ACCESS_TOKEN: 'EAAenv', META_ACCESS_TOKEN_FILE: file('both', 'EAAfile') };
    expect(problemsOf(env)).toEqual(['META_ACCESS_TOKEN is set, and so is META_ACCESS_TOKEN_FILE']);
  });

  it('names the file that cannot be used and why', () => {
    const missing = join(folder, 'nowhere');
    mkdirSync(join(folder, 'directory'));
    expect(problemsOf({ META_ACCESS_TOKEN_FILE: missing })).toEqual([
      `META_ACCESS_TOKEN_FILE names ${missing}, which cannot be read (ENOENT)`,
    ]);
    expect(problemsOf({ META_ACCESS_TOKEN_FILE: join(folder, 'directory') })[0]).toContain('(EISDIR)');
    expect(problemsOf({ META_ACCESS_TOKEN_FILE: file('empty', '\n') })[0]).toContain('which is empty');
    expect(problemsOf({ META_ACCESS_TOKEN_FILE: file('large', 'x'.repeat(20_000)) })[0]).toContain(
      'too large',
    );
  });

  // Root reads everything, whatever the mode.
  (process.getuid?.() === 0 ? it.skip : it)('says so when the file belongs to somebody else', () => {
    const path = file('forbidden', 'EAAfile');
    chmodSync(path, 0o000);
    expect(problemsOf({ META_ACCESS_TOKEN_FILE: path })[0]).toContain('(EACCES)');
  });

  it('is checked like the variable, without repeating it', () => {
    const [problem] = problemsOf({ META_ACCESS_TOKEN_FILE: file('two-lines', 'hunter6\nhunter7\n') });
    expect(problem).toContain('a line break');
    expect(problem).not.toContain('hunter');
  });
});

describe('secrets', () => {
  const env = { META_ACCESS_TOKEN: 'hunter1', REDIS_URL: 'redis://:hunter6@host' };

  it.each<[string, (value: unknown) => string]>([
    ['JSON', (value) => JSON.stringify({ value })],
    ['inspect', (value) => inspect(value, { depth: 9, showHidden: true })],
    ['a format string', (value) => format('%o %j %s', value, value, value)],
    ['a template', (value) => String(value)],
    ['a spread', (value) => inspect({ ...(value as object) })],
    ['a loop', (value) => Object.entries(value as object).join()],
  ])('stay hidden from %s', (_, show) => {
    const secrets = secretsOf(env);
    for (const value of [secrets, secrets.receiver, secrets.graph])
      expect(show(value)).not.toContain('hunter');
    expect(secrets.graph?.accessToken).toBe('hunter1');
  });

  it('are not in the config', () => {
    expect(JSON.stringify(readConfig({ ...others, ...env }))).not.toContain('hunter');
  });
});
