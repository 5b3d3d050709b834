import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../src/config/config.ts';
import {
  COOLDOWNS_MS,
  demoConfig,
  demoSecrets,
  randomSecret,
  SHOP,
  shortened,
} from '../../src/demo/settings.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';

describe('demoConfig', () => {
  it.each(['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000'])(
    'takes %s for a Graph API',
    (url) => {
      expect(demoConfig(url, '/data', '/rules').graph.baseUrl).toBe(url);
    },
  );

  it.each([
    'https://graph.facebook.com',
    'http://10.0.0.1:4000',
    'https://127.0.0.1.example:4000',
    'http://localhost.example',
  ])('refuses %s', (url) => {
    expect(() => demoConfig(url, '/data', '/rules')).toThrow('a simulator on this machine');
  });

  it('enforces, takes free ports, guards one number, and otherwise works as installed', () => {
    const config = demoConfig('http://127.0.0.1:4000', '/data', '/rules');
    expect(config).toMatchObject({
      ...{ mode: 'enforce', role: 'all', dataDir: '/data', phoneNumberIds: [SHOP.phoneNumberId] },
      ...{ receiver: { port: 0 }, admin: { port: 0, host: '127.0.0.1' }, redis: { address: null } },
    });
    expect(config.blocker.batchSize).toBe(defaultConfig().blocker.batchSize);
  });
});

describe('demoSecrets', () => {
  it('are of this run and do not show', () => {
    const appSecret = randomSecret();
    const secrets = demoSecrets(appSecret);
    expect(secrets.receiver?.appSecrets).toEqual([appSecret]);
    expect(demoSecrets(appSecret).graph?.accessToken).not.toBe(secrets.graph?.accessToken);
    expect(JSON.stringify(secrets) + inspect(secrets, { depth: 9 })).not.toContain(appSecret);
  });
});

describe('shortened', () => {
  it('changes the length of cooldowns and nothing else', () => {
    const loaded = parseRuleset(
      new Map([
        [
          'policy.yaml',
          `actions: { cooldown: { at: 8, ladder: [1h, 6h] } }
numbers: { '${SHOP.phoneNumberId}': { actions: { block: { at: 30 }, cooldown: { ladder: [2d] } } } }
`,
        ],
      ]),
    );
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const { policy, policyFor, ...rest } = loaded.ruleset;
    const short = shortened(loaded.ruleset);
    const lengths = { stepsMs: COOLDOWNS_MS, capMs: Math.max(...COOLDOWNS_MS) };
    expect(short.policy.ladder).toEqual({ ...policy.ladder, ...lengths, afterLadder: 'repeat' });
    expect(short).toEqual({
      ...rest,
      policy: { ...policy, ladder: short.policy.ladder },
      policyFor: short.policyFor,
    });
    const { phoneNumberId, displayPhoneNumber } = SHOP;
    expect(short.policyFor(phoneNumberId, displayPhoneNumber)).toEqual({
      ...policyFor(phoneNumberId, displayPhoneNumber),
      ladder: short.policy.ladder,
    });
    expect(short.policyFor(phoneNumberId, displayPhoneNumber).blockAt).toBe(30);
    expect(short.policyFor('7', null)).toBe(short.policy);
  });
});
