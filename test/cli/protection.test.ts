import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { protectionOf } from '../../src/cli/protection.ts';
import { defaultConfig } from '../../src/config/config.ts';
import { createKeys } from '../../src/store/keys.ts';
import { createProtectedStore } from '../../src/store/protected-store.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const redis = testRedis();
const keys = createKeys(uniquePrefix('protection'));
afterAll(() => redis.quit());

describe('the protection of a person', () => {
  it('is by hand, by the rules for all numbers or for one, or none', async () => {
    using folder = tempFolder();
    const policy = `protect: { staff: ['+15550100001'] }
numbers: { '100000000000010': { protect: { staff: ['+15550100002'] } } }
`;
    writeFileSync(join(folder.path, 'policy.yaml'), policy);
    const at = { redis, keys, config: defaultConfig({ rulesDir: folder.path }) };
    await createProtectedStore(redis, keys).add(['15550100003'], 1_000);
    const of = (...names: string[]) => protectionOf(at, names);
    expect(await of('15550100001')).toEqual({ by: 'rules' });
    expect(await of('US.1', '15550100002')).toEqual({ by: 'rules' });
    expect(await of('15550100003')).toEqual({ by: 'hand', since: 1_000 });
    expect(await of('15550100004')).toBeNull();
  });
});
