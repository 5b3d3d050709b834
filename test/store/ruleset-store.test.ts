import { afterAll, describe, expect, it } from '@jest/globals';
import { createKeys } from '../../src/store/keys.ts';
import { createRulesetStore, type RulesetReport } from '../../src/store/ruleset-store.ts';
import { testRedis, uniquePrefix } from '../helpers/redis.ts';

const redis = testRedis();
afterAll(() => redis.disconnect());

describe('the reports of worker processes', () => {
  it('of processes that are gone are dropped as others report, also when nobody asks for them', async () => {
    const keys = createKeys(uniquePrefix('rulesets'));
    const store = createRulesetStore(redis, keys);
    const report = (process: string, at: number): RulesetReport => ({
      ...{ process, at, hash: 'h', rules: 1, source: 'files', rejected: [] },
    });
    for (let n = 0; n < 5; n += 1) await store.report(report(`host/${n}`, 1_000));
    await store.report(report('host/6', 1_000 + 2 * 60_000));
    expect(await redis.hlen(`${keys.rulesets}:processes`)).toBe(6);
    await store.report(report('host/7', 1_001 + 2 * 60_000));
    expect((await redis.hkeys(`${keys.rulesets}:processes`)).sort()).toEqual(['host/6', 'host/7']);
    expect((await store.reports(1_001 + 2 * 60_000)).map(({ process }) => process)).toEqual([
      'host/6',
      'host/7',
    ]);
  });
});
