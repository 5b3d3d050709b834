import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Redis } from 'ioredis';
import { ALLOWS_MAX } from '../../src/core/state/exchange.ts';
import { AUDIT_MAX, createKeys } from '../../src/store/keys.ts';
import { createSenderStore } from '../../src/store/sender-store.ts';
import { DAY, HOUR, MINUTE, NOON } from '../core/builders.ts';
import { callLine, decisionLine } from '../core/report/lines.ts';
import type { PrivateRedis } from '../helpers/redis.ts';
import { privateRedis, testRedis } from '../helpers/redis.ts';
import { verdict } from './sender-store.contract.ts';

/** The names as long as they are in operation. */
const keys = createKeys('cordon');
const NUMBER = '100000000000010';
const base = keys.base(NUMBER);
const senderOf = (n: number): string => `US.9000000000000${String(n).padStart(7, '0')}`;
const keyOf = (n: number): string => String(n).padStart(8, '0');
const CHUNK = 100;

let server: PrivateRedis;
let redis: Redis;
beforeAll(async () => {
  server = await privateRedis({ appendonly: false });
  redis = testRedis({}, server.path);
});
afterAll(async () => {
  await redis.quit();
  await server.close();
});

const show = (what: string, bytes: number): void => {
  if (process.env.SHOW_BYTES) console.log(what, bytes);
};

describe('what Redis spends on the record of a number', () => {
  it('of its last allows: 0.6 MB at most, however many came', async () => {
    const store = createSenderStore(redis, keys, { senderMemoryMs: DAY });
    for (let from = 0; from < ALLOWS_MAX + 1_000; from += CHUNK) {
      const allows = Array.from({ length: CHUNK }, (_, n) => {
        return { key: keyOf(from + n), senderId: senderOf(from + n), at: NOON, score: 2.5 };
      });
      await store.record(NUMBER, verdict('x', {}, { allows }), NOON);
    }
    expect(await redis.llen(`${base}:allows`)).toBe(ALLOWS_MAX);
    const bytes = (await redis.memory('USAGE', `${base}:allows`, 'SAMPLES', 0)) ?? 0;
    show('allows', bytes);
    expect(bytes).toBeLessThanOrEqual(0.6 * 1024 ** 2);
  });

  it('of an hour counted by the minute: 1 KB at most', async () => {
    const store = createSenderStore(redis, keys, { senderMemoryMs: DAY });
    for (let at = NOON + HOUR; at < NOON + 2 * HOUR; at += MINUTE) {
      const allows = Array.from({ length: CHUNK }, (_, n) => ({
        ...{ key: keyOf(n), senderId: 'a', at, score: 0 },
      }));
      await store.record(NUMBER, verdict('x', {}, { allows }), at);
    }
    const bytes = (await redis.memory('USAGE', `${base}:minutes:2026101413`, 'SAMPLES', 0)) ?? 0;
    show('an hour of minutes', bytes);
    expect(await redis.hlen(`${base}:minutes:2026101413`)).toBe(60);
    expect(bytes).toBeLessThanOrEqual(1024);
  });

  it('of its audit: 700 bytes a line, and no more lines than AUDIT_MAX and a page', async () => {
    const store = createSenderStore(redis, keys, { senderMemoryMs: DAY });
    const rule = (ruleId: string, text: string) => ({ ruleId, text });
    for (let from = 0; from < AUDIT_MAX + 2_000; from += CHUNK) {
      const audit = Array.from({ length: CHUNK / 2 }, (_, n) => {
        const about = {
          senderId: senderOf(from + n),
          messageId: `wamid.HBgLMTU1NTAwMDAwMDEVAgASGBQzQTdE${n}`,
        };
        const decision = decisionLine({
          ...about,
          rulesetHash: '0123456789abcdef',
          reasons: [
            rule('lure-crypto', 'words of money lures: free bitcoin, double your money'),
            rule('lure-invite', '1 link to another chat (t.me)'),
          ],
          lines: ['lure-crypto', 'lure-invite', 'first-contact-link'].map((ruleId) => {
            return { ruleId, score: 4, counted: 4, note: null };
          }),
        });
        const rules = ['lure-crypto', 'lure-invite'];
        const call = callLine({
          senderId: about.senderId,
          episode: about.messageId,
          until: NOON + HOUR,
          rules,
        });
        return [decision, call].map((line) => JSON.stringify(line));
      });
      await store.record(NUMBER, verdict('x', {}, { audit: audit.flat() }), NOON);
    }
    const lines = await redis.xlen(`${base}:audit`);
    expect(lines).toBeGreaterThanOrEqual(AUDIT_MAX);
    expect(lines).toBeLessThanOrEqual(AUDIT_MAX + 100);
    const bytes = (await redis.memory('USAGE', `${base}:audit`, 'SAMPLES', 0)) ?? 0;
    show('an audit line', bytes / lines);
    expect(bytes / lines).toBeLessThanOrEqual(700);
  });
});
