import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { withEnvFile } from '../../src/config/env-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordon-env-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function envFile(text: string, mode = 0o600): string {
  const path = join(mkdtempSync(join(folder, 'case-')), '.env');
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe('withEnvFile', () => {
  it('adds what the environment does not say', () => {
    const path = envFile('# comment\nPORT=8080\nMETA_VERIFY_TOKEN="from file"\n');
    expect(withEnvFile({ PORT: '9090', HOME: '/root' }, path)).toEqual({
      env: { PORT: '9090', HOME: '/root', META_VERIFY_TOKEN: 'from file' },
      problems: [],
      warnings: [],
    });
  });

  it('lets the environment decide where a secret comes from', () => {
    const path = envFile('META_ACCESS_TOKEN=file\nMETA_APP_SECRET_FILE=/run/secret\n');
    const env = { META_ACCESS_TOKEN_FILE: '/run/token', META_APP_SECRET: 'env' };
    expect(withEnvFile(env, path).env).toEqual(env);
  });

  it('leaves the process environment alone', () => {
    withEnvFile({}, envFile('CORDON_ENV_FILE_PROBE=1\n'));
    expect(process.env.CORDON_ENV_FILE_PROBE).toBeUndefined();
  });

  it('adds nothing when there is no file', () => {
    expect(withEnvFile({ A: '1' }, join(folder, 'nowhere'))).toEqual({
      env: { A: '1' },
      problems: [],
      warnings: [],
    });
  });

  it('reports a file it cannot read', () => {
    mkdirSync(join(folder, 'directory'));
    const { problems } = withEnvFile({}, join(folder, 'directory'));
    expect(problems).toMatchObject([{ message: 'cannot be read (EISDIR)' }]);
  });

  it('warns when other users may read the file', () => {
    const path = envFile('PORT=1\n', 0o644);
    expect(withEnvFile({}, path).warnings).toMatchObject([{ variable: path, fix: `Run: chmod 600 ${path}` }]);
  });
});
