import { describe, expect, it } from '@jest/globals';
import { evaluateRule } from '../../src/core/evaluate.ts';
import type { CompiledRule } from '../../src/core/ruleset.ts';
import { conditionNode, hit, ruleset, ruleSpec } from '../core/builders.ts';
import { chunk, idOf, Rig, wordRule } from './rig.ts';

/** A rule with a fault in its code: it throws on one word. */
const brokenRule: CompiledRule = {
  id: 'broken',
  evaluate: ({ message }) => {
    if (message.text.includes('poison')) throw new RangeError('a fault in a rule');
    return hit('broken', { matched: false });
  },
};
const rules = ruleset([wordRule('spam'), brokenRule]);
const poison = { who: 9, text: 'poison', id: 'p1' };
const spam = { who: 2, text: 'spam', id: 'm2' };
const hello = { who: 1, text: 'hello', id: 'm1' };
const transient = (): Error => Object.assign(new Error('Redis away'), { code: 'ECONNREFUSED' });

it('a rule whose condition fails on a message is told by name, and the others judge it', async () => {
  const throws = (): never => {
    throw new RangeError('a fault in a condition');
  };
  const spec = ruleSpec('odd', conditionNode('odd', throws));
  const oddRule: CompiledRule = { id: 'odd', evaluate: (input) => evaluateRule(spec, input) };
  await using rig = new Rig({ rules: ruleset([wordRule('spam'), oddRule]) });
  await rig.moderate(chunk(hello, spam));
  const failed = 'rule odd failed';
  expect(rig.told).toEqual([failed, failed, 'm1 allow/-', 'm2 cooldown/opened', 'flush']);
});

describe('a chunk with a message that cannot be judged', () => {
  it('sets that message aside and judges the rest', async () => {
    await using rig = new Rig({ rules });
    await rig.moderate(chunk(hello, poison, spam));
    expect(rig.told).toEqual(['m1 allow/-', 'buried', 'm2 cooldown/opened', 'flush']);
    expect(rig.buried).toEqual([chunk(poison)]);
    expect(await rig.entry(2)).toMatchObject({ strikesTotal: 1 });
    expect(await rig.entry(9)).toBeNull();
  });

  it('sets a job aside that is no chunk at all', async () => {
    await using rig = new Rig({ rules });
    // JSON.parse is how a job reaches a worker: its shape is not checked by the compiler.
    const broken = JSON.parse(`{"phoneNumberId":"${chunk().phoneNumberId}","envelopes":null}`) as ReturnType<
      typeof chunk
    >;
    await rig.moderate(broken);
    expect(rig.told).toEqual(['buried']);
  });

  it('judges it when it comes again under rules that can', async () => {
    await using rig = new Rig({ rules });
    await rig.moderate(chunk(poison));
    await rig.moderate(chunk(poison), { ruleset: () => ruleset([wordRule('poison')]) });
    expect(rig.told).toEqual(['buried', 'p1 cooldown/opened', 'flush']);
    expect(await rig.entry(9)).toMatchObject({ senderId: idOf(9), strikesTotal: 1 });
  });

  it('messages of the same sender see it as one that was sent', async () => {
    const seen: number[] = [];
    const counting: CompiledRule = {
      id: 'counting',
      evaluate: ({ message, facts }) => {
        if (message.text === 'poison') throw new RangeError('a fault in a rule');
        seen.push(facts.messagesSeen);
        return hit('counting', { matched: false });
      },
    };
    await using rig = new Rig({ rules: ruleset([counting]) });
    await rig.moderate(chunk({ ...poison, id: 'p0' }, { who: 9, text: 'after', id: 'p2' }));
    expect(seen.at(-1)).toBe(1);
  });
});

describe('when Redis is in trouble', () => {
  it('the job fails as a whole, to be tried again; nobody is set aside', async () => {
    await using rig = new Rig({ rules });
    const { store } = rig.deps;
    const noObserve = { ...store, observe: () => Promise.reject(transient()) };
    await expect(rig.moderate(chunk(hello, spam), { store: noObserve })).rejects.toThrow('Redis away');
    const noRecord = { ...store, record: () => Promise.reject(transient()) };
    await expect(rig.moderate(chunk(hello, spam), { store: noRecord })).rejects.toThrow('Redis away');
    expect(rig.told).toEqual([]);
    expect(rig.buried).toEqual([]);
    await rig.moderate(chunk(hello, spam));
    expect(rig.told).toEqual(['m1 allow/-', 'm2 cooldown/opened', 'flush']);
  });

  it('in the middle of a chunk that holds a poison message, the rest is neither lost nor judged twice', async () => {
    await using rig = new Rig({ rules });
    const { store } = rig.deps;
    let records = 0;
    const failing = {
      ...store,
      record: (...args: Parameters<typeof store.record>) =>
        (records += 1) === 2 ? Promise.reject(transient()) : store.record(...args),
    };
    const given = chunk(hello, poison, spam, { who: 3, text: 'spam', id: 'm3' });
    await expect(rig.moderate(given, { store: failing })).rejects.toThrow('Redis away');
    await rig.moderate(given);
    const decided = rig.told.filter((line) => line.startsWith('m'));
    expect(decided).toEqual(['m1 allow/-', 'm2 cooldown/opened', 'm3 cooldown/opened']);
    expect((await rig.entry(2))?.strikesTotal).toBe(1);
  });

  it('a dead letter that cannot be stored fails the job: it must not be lost', async () => {
    await using rig = new Rig({ rules });
    await expect(rig.moderate(chunk(poison), { bury: () => Promise.reject(transient()) })).rejects.toThrow(
      'Redis away',
    );
  });

  it('other workers that never leave a quiet moment make the job try again later, not give up', async () => {
    await using rig = new Rig({ rules });
    const store = { ...rig.deps.store, record: () => Promise.resolve(false) };
    await expect(rig.moderate(chunk(hello, spam), { store })).rejects.toThrow(/No quiet moment/);
    expect(rig.buried).toEqual([]);
  });

  it('a wake-up that cannot be queued costs nothing: the decisions stand, the sweep finds them', async () => {
    await using rig = new Rig({ rules });
    await rig.moderate(chunk(hello, spam), {
      requestFlush: () => Promise.reject(new Error('the queue is away')),
    });
    expect(rig.told).toEqual(['m1 allow/-', 'm2 cooldown/opened', 'flush failed']);
    expect(rig.buried).toEqual([]);
  });
});
