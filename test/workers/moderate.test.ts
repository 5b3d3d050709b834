import { describe, expect, it } from '@jest/globals';
import { evaluateRule } from '../../src/core/evaluate.ts';
import type { RuleNode } from '../../src/core/rule-node.ts';
import type { CompiledRule } from '../../src/core/ruleset.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { conditionNode, DAY, HOUR, NOON, policy, ruleset, ruleSpec, SECOND } from '../core/builders.ts';
import { chunk, idOf, Rig, wordRule } from './rig.ts';

const greeting = { who: 1, text: 'hello', id: 'm1' };
const spam = { who: 2, text: 'spam', id: 'm2' };
const again = { who: 2, text: 'spam again', id: 'm3' };

describe('moderating a chunk', () => {
  it('decides each message, opens one episode a sender, audits what mattered, wakes the blocker once', async () => {
    await using rig = new Rig();
    await rig.moderate(chunk(greeting, spam, again, { who: 3, text: 'spam', id: 'm4' }));
    expect(rig.told).toEqual([
      'm1 allow/-',
      'm2 cooldown/opened',
      'm3 cooldown/evidence',
      'm4 cooldown/opened',
      'flush',
    ]);
    expect(await rig.entry(1)).toBeNull();
    expect(await rig.entry(2)).toMatchObject({
      senderId: idOf(2),
      desired: { kind: 'until', at: NOON + HOUR },
      actual: 'absent',
      strikesTotal: 1,
      episode: { id: 'm2', rules: ['spam'], reasons: ['spam said so'], evidence: 1 },
      revision: 1,
    });
    expect((await rig.audit()).map(({ messageId, action, effect }) => [messageId, action, effect])).toEqual([
      ['m2', 'cooldown', 'opened'],
      ['m3', 'cooldown', 'evidence'],
      ['m4', 'cooldown', 'opened'],
    ]);
  });

  it('run twice decides once and writes nothing the second time', async () => {
    await using rig = new Rig();
    await rig.moderate(chunk(greeting, spam, again));
    const before = await rig.snapshot();
    rig.told.length = 0;
    rig.now += HOUR;
    await rig.moderate(chunk(greeting, spam, again));
    expect(rig.told).toEqual(['repeated', 'repeated', 'repeated']);
    expect(await rig.snapshot()).toEqual(before);
    expect(await rig.audit()).toHaveLength(2);
  });

  it('an id twice in one chunk is one message', async () => {
    await using rig = new Rig();
    await rig.moderate(chunk(spam, spam, { ...spam, text: 'other words' }));
    expect(rig.told).toEqual(['m2 cooldown/opened', 'flush']);
    expect(await rig.entry(2)).toMatchObject({ episode: { evidence: 0 } });
  });

  it('on two workers at once, on connections of their own, every message is decided once', async () => {
    await using one = new Rig();
    await using two = new Rig({ prefix: one.prefix });
    const chunks = Array.from({ length: 20 }, (_, c) =>
      chunk(
        ...Array.from({ length: 10 }, (_, n) => ({
          who: (c + n) % 7,
          text: 'spam',
          id: `m${c}-${n}`,
          at: NOON + n * SECOND,
        })),
      ),
    );
    await Promise.all(chunks.flatMap((given) => [one.moderate(given), two.moderate(given)]));
    const decided = [...one.told, ...two.told].filter((line) => line.startsWith('m'));
    expect(decided).toHaveLength(200);
    expect(new Set(decided.map((line) => line.split(' ')[0])).size).toBe(200);
    expect(decided.filter((line) => line.endsWith('/opened'))).toHaveLength(7);
    const entries = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((n) => one.entry(n)));
    expect(entries.map((entry) => entry?.strikesTotal)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(entries.reduce((sum, entry) => sum + (entry?.episode?.evidence ?? 0), 0)).toBe(193);
    expect(await one.audit()).toHaveLength(200);
  });

  it('a crash between observe and record: the next run sees the same facts and makes one strike', async () => {
    await using rig = new Rig();
    const flood = chunk(
      ...[1, 2, 3, 4].map((n) => ({ who: 5, text: `n${n}`, id: `f${n}`, at: NOON + n * SECOND })),
    );
    await using twin = new Rig();
    await twin.moderate(flood);

    const killed = rig.moderate(flood, {
      store: {
        ...rig.deps.store,
        record: () => Promise.reject(Object.assign(new Error('killed'), { code: 'ECONNRESET' })),
      },
    });
    await expect(killed).rejects.toThrow('killed');
    expect(rig.told).toEqual([]);
    rig.now += 5 * SECOND;
    await rig.moderate(flood);
    expect(rig.told).toEqual(twin.told);
    expect(rig.told).toEqual([
      'f1 allow/-',
      'f2 allow/-',
      'f3 cooldown/opened',
      'f4 cooldown/evidence',
      'flush',
    ]);
    expect((await rig.entry(5))?.strikesTotal).toBe(1);
  });

  it('a crash right after record: the next run changes nothing', async () => {
    await using rig = new Rig();
    const { record } = rig.deps.store;
    const killed = rig.moderate(chunk(spam), {
      store: {
        ...rig.deps.store,
        record: async (...args) => {
          await record(...args);
          throw Object.assign(new Error('killed'), { code: 'ECONNRESET' });
        },
      },
    });
    await expect(killed).rejects.toThrow('killed');
    await rig.moderate(chunk(spam));
    expect(rig.told).toEqual(['repeated']);
    expect(await rig.entry(2)).toMatchObject({ strikesTotal: 1, episode: { evidence: 0 } });
  });

  it('a message older than a day is audited and changes nothing else', async () => {
    await using rig = new Rig();
    await rig.moderate(chunk({ ...spam, at: NOON - DAY - SECOND }));
    expect(rig.told).toEqual(['late']);
    expect(await rig.snapshot()).toEqual({});
    expect(await rig.audit()).toMatchObject([{ kind: 'late', messageId: 'm2', senderId: idOf(2) }]);
    rig.told.length = 0;
    await rig.moderate(chunk({ ...spam, id: 'm9', at: NOON - DAY }));
    // Not late, though Meta takes no block of yesterday any more: it waits for the sender's next message.
    expect(rig.told).toEqual(['m9 cooldown/opened']);
  });

  it('is late also when a crash kept it from being decided in time, and the chunk holds newer ones of the sender', async () => {
    await using rig = new Rig();
    const killed = rig.moderate(chunk(spam), {
      store: {
        ...rig.deps.store,
        record: () => Promise.reject(Object.assign(new Error('killed'), { code: 'ECONNRESET' })),
      },
    });
    await expect(killed).rejects.toThrow('killed');
    rig.now += DAY + SECOND;
    await rig.moderate({ ...chunk(spam, { ...greeting, who: 2, at: rig.now }), receivedAt: rig.now });
    expect(rig.told).toEqual(['late', 'm1 allow/-']);
    expect(await rig.entry(2)).toBeNull();
  });

  it('one that was decided in time and comes again after a day is recognised while it is remembered', async () => {
    await using rig = new Rig();
    await rig.moderate(chunk(greeting));
    rig.now += DAY + SECOND;
    await rig.moderate({ ...chunk(greeting, { ...greeting, id: 'new', at: rig.now }), receivedAt: rig.now });
    expect(rig.told).toEqual(['m1 allow/-', 'repeated', 'new allow/-']);
  });

  it('in monitor mode decides and audits, writes no ledger and wakes nobody', async () => {
    await using rig = new Rig({ deps: { mode: 'monitor' } });
    await rig.moderate(chunk(greeting, spam, again));
    expect(rig.told).toEqual(['m1 allow/-', 'm2 cooldown/-', 'm3 cooldown/-']);
    expect(await rig.entry(2)).toBeNull();
    expect(await rig.audit()).toMatchObject([
      { messageId: 'm2', mode: 'monitor', action: 'cooldown' },
      { messageId: 'm3', mode: 'monitor', action: 'cooldown' },
    ]);
  });

  it('what is no message of a person is counted and passed over', async () => {
    await using rig = new Rig();
    const given = chunk(greeting);
    given.envelopes.push(
      { channel: 'messages', message: 'text', contact: null },
      { channel: 'messages', message: { id: 'x' }, contact: null },
    );
    await rig.moderate(given);
    expect([...rig.told].sort()).toEqual(['m1 allow/-', 'skipped no-sender', 'skipped not-an-object']);
    await rig.moderate({ ...given, envelopes: [] });
  });

  it('judges the whole chunk by one ruleset, though another came in force meanwhile', async () => {
    const before = ruleset([wordRule('spam', { score: 3 })], { hash: 'before' });
    const after = ruleset([wordRule('spam', { score: 8 })], { hash: 'after' });
    let asked = 0;
    await using rig = new Rig({ deps: { ruleset: () => ((asked += 1) === 1 ? before : after) } });
    await rig.moderate(chunk(spam, again));
    expect(rig.told).toEqual(['m2 flag/-', 'm3 flag/-']);
    expect((await rig.audit()).map(({ rulesetHash }) => rulesetHash)).toEqual(['before', 'before']);
  });

  it('judges each number by its own policy, found by its id or by the number itself', async () => {
    const loaded = parseRuleset(
      new Map([
        [
          'policy.yaml',
          `actions: { cooldown: { at: 8 }, block: { at: 20 } }
numbers:
  '100000000000020': { actions: { flag: { at: 9 }, cooldown: { at: 15 } } }
  '+1 555 010 0003': { actions: { block: { at: 8 } } }
  '100000000000040': { protect: { staff: ['${idOf(2)}'] } }
`,
        ],
      ]),
    );
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const { policy: base, policyFor } = loaded.ruleset;
    await using rig = new Rig({ rules: ruleset([wordRule('spam')], { policy: base, policyFor }) });
    const to = (phoneNumberId: string, displayPhoneNumber: string | null) =>
      rig.moderate({ ...chunk(spam), phoneNumberId, displayPhoneNumber });
    await to('100000000000010', '15550100001');
    await to('100000000000020', '15550100002');
    await to('100000000000030', '15550100003');
    await to('100000000000030', null);
    await to('100000000000040', '15550100004');
    expect(rig.told.filter((line) => line !== 'flush')).toEqual([
      'm2 cooldown/opened',
      'm2 allow/-',
      'm2 block/opened',
      'repeated',
      'm2 allow/-',
    ]);
  });

  it('never acts against protected senders', async () => {
    const rules = ruleset([wordRule('spam')], { policy: policy({ protectedSenders: new Set([idOf(2)]) }) });
    await using rig = new Rig({ rules });
    await rig.moderate(chunk(spam));
    expect(rig.told).toEqual(['m2 allow/-']);
    expect(await rig.audit()).toMatchObject([{ limitedBy: 'protected' }]);
  });

  it('acts against customers only by rules that say so, and keeps which were held back', async () => {
    const yes = (id: string): RuleNode =>
      conditionNode(id, ({ message }) => ({ matched: message.text.includes('spam'), data: {} }));
    const soft = ruleSpec('soft', yes('soft'), { score: 8 });
    const hard = ruleSpec('hard', yes('hard'), { score: 4, trust: 'customer' });
    const rules = [soft, hard].map((spec): CompiledRule => {
      return { id: spec.ruleId, evaluate: (input, inquiry) => evaluateRule(spec, input, inquiry) };
    });
    const customers = new Set([idOf(2)]);
    await using rig = new Rig({ rules: ruleset(rules, { policy: policy({ customers }) }) });
    await rig.moderate(chunk(spam, { who: 3, text: 'spam', id: 'm3' }));
    expect(rig.told).toEqual(['m2 flag/-', 'm3 cooldown/opened', 'flush']);
    const [line] = await rig.audit();
    expect(line).toMatchObject({
      limitedBy: 'trust',
      lines: [
        { ruleId: 'soft', score: 8, counted: 0, note: 'trust' },
        { ruleId: 'hard', score: 4, counted: 4, note: null },
      ],
      reasons: [{ ruleId: 'hard' }],
    });
  });
});
