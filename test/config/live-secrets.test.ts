import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { liveSecrets, type LiveSecrets } from '../../src/config/live-secrets.ts';
import { readConfig, type Problem } from '../../src/config/read.ts';
import { tempFolder, type TempFolder } from '../helpers/temp-folder.ts';
import { waitFor } from '../helpers/wait-for.ts';

interface Watched extends LiveSecrets {
  renewals: () => number;
  refusals: Problem[];
  write: (name: string, content: string) => void;
}

function watch({ path }: TempFolder, intervalMs = 10): Watched {
  const write = (name: string, content: string): void => writeFileSync(join(path, name), content);
  write('app', 'app-one\n');
  write('token', 'token-one\n');
  const env = {
    META_APP_SECRET_FILE: join(path, 'app'),
    META_ACCESS_TOKEN_FILE: join(path, 'token'),
    META_VERIFY_TOKEN: 'verify',
  };
  const read = readConfig(env);
  if (!read.ok) throw new Error('the environment of this test is broken');
  let renewals = 0;
  const refusals: Problem[] = [];
  const live = liveSecrets({
    env,
    initial: read.secrets,
    onRenewed: () => (renewals += 1),
    onRefused: (problem) => refusals.push(problem),
    intervalMs,
  });
  return {
    secrets: live.secrets,
    [Symbol.asyncDispose]: () => live[Symbol.asyncDispose](),
    renewals: () => renewals,
    refusals,
    write,
  };
}

describe('secrets from files', () => {
  it('are replaced when their file changes, and only those', async () => {
    using folder = tempFolder();
    await using live = watch(folder);
    const { secrets } = live;
    live.write('token', 'token-two');
    await waitFor(() => secrets.graph?.accessToken === 'token-two');
    expect(secrets.receiver).toMatchObject({ appSecrets: ['app-one'], verifyToken: 'verify' });
    live.write('app', 'app-two,app-one');
    await waitFor(() => secrets.receiver?.appSecrets.length === 2);
    expect(secrets.receiver?.appSecrets).toEqual(['app-two', 'app-one']);
    expect(secrets.graph?.appSecret).toBe('app-two');
    expect({ renewals: live.renewals(), refusals: live.refusals }).toEqual({ renewals: 2, refusals: [] });
  });

  it('are replaced when a link to the file is swapped, as orchestrators do', async () => {
    using folder = tempFolder();
    await using live = watch(folder);
    live.write('v2', 'token-two');
    symlinkSync(join(folder.path, 'v2'), join(folder.path, 'link'));
    renameSync(join(folder.path, 'link'), join(folder.path, 'token'));
    await waitFor(() => live.secrets.graph?.accessToken === 'token-two');
  });

  it.each([
    ['empty', '', /which is empty/],
    ['written half, with a line break inside', 'token-\ntwo', /contains a space, a line break/],
    ['a page of text', 'x'.repeat(20_000), /too large for a secret/],
  ])(
    'stay when the file is %s, which is said once, and are replaced when it is mended',
    async (_what, content, message) => {
      using folder = tempFolder();
      await using live = watch(folder);
      live.write('token', content);
      await waitFor(() => live.refusals.length > 0);
      // A change of the other file shows that further looks were taken meanwhile.
      live.write('app', 'app-two');
      await waitFor(() => live.secrets.graph?.appSecret === 'app-two');
      expect(live.secrets.graph?.accessToken).toBe('token-one');
      expect(live.refusals).toHaveLength(1);
      expect(live.refusals[0]).toMatchObject({ variable: 'META_ACCESS_TOKEN_FILE' });
      expect(live.refusals[0]!.message).toMatch(message);
      expect(JSON.stringify(live.refusals)).not.toContain('token-\\n');
      live.write('token', 'token-two');
      await waitFor(() => live.secrets.graph?.accessToken === 'token-two');
    },
  );

  it('stay when the file is gone', async () => {
    using folder = tempFolder();
    await using live = watch(folder);
    rmSync(join(folder.path, 'token'));
    await waitFor(() => live.refusals.some(({ message }) => message.includes('ENOENT')));
    expect(live.secrets.graph?.accessToken).toBe('token-one');
  });

  it('show nothing of themselves', async () => {
    using folder = tempFolder();
    await using live = watch(folder);
    const shown = [JSON.stringify(live.secrets), inspect(live.secrets), JSON.stringify({ ...live.secrets })];
    expect(shown.join(' ')).not.toMatch(/app-one|token-one|verify/);
  });

  it('are no longer watched once closed, be it in the middle of a look', async () => {
    using folder = tempFolder();
    const live = watch(folder, 3_600_000);
    await live[Symbol.asyncDispose]();
    expect(live.renewals()).toBe(0);
  });
});
