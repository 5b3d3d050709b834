import { newEntry } from '../../dist/core/ledger/entry.js';
import { createKeys } from '../../dist/store/keys.js';
import { createLedgerStore } from '../../dist/store/ledger-store.js';
import { createNumberStore } from '../../dist/store/number-store.js';

const DAY_MS = 86_400_000;

/** Invented people: `+1555…`, all different. */
export const people = (count, first = 0) =>
  Array.from({ length: count }, (_, n) => `+1555${String(first + n).padStart(7, '0')}`);

/** Ledger rows as moderation and blocker leave them: blocked an hour ago by a rule, confirmed by Meta, each until its own instant. */
export async function fillLedger(redis, keyPrefix, number, blocks) {
  const keys = createKeys(keyPrefix);
  const ledger = createLedgerStore(redis, keys);
  const now = Date.now();
  const at = now - 3_600_000;
  const entries = blocks.map(([user, until]) => {
    const phone = user.slice(1);
    const id = `wamid.BENCH${phone}`;
    const grounds = {
      rulesetHash: 'bench',
      cooldownAt: 8,
      rules: [{ ruleId: 'lures', score: 8, group: null, stop: false, then: null }],
    };
    const episode = {
      ...{ id, startedAt: at, action: 'cooldown', rules: ['lures'], rulesetHash: 'bench', evidence: 0 },
      ...{ reasons: ["first message has a link and 'free bitcoin'"], settledAt: at + 500, grounds },
    };
    return {
      ...newEntry({ id: phone, phone, userId: null }),
      ...{ desired: { kind: 'until', at: until }, actual: 'blocked', target: { user }, episode },
      ...{ deadlineAt: at + DAY_MS - 300_000, nextAttemptAt: at, lastInboundAt: at },
      ...{ strikes: [{ id, at, expiresAt: at + 30 * DAY_MS, grounds }], strikesTotal: 1 },
    };
  });
  for (let from = 0; from < entries.length; from += 5_000) {
    const writes = entries.slice(from, from + 5_000).map((entry) => ({ entry, audit: null }));
    const stored = await ledger.write(number, writes, null, now);
    if (stored.includes(false)) throw new Error('a row was there already');
  }
  await createNumberStore(redis, keys).register(number);
  return ledger;
}
