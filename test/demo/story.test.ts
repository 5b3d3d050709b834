import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { normalize } from '../../src/core/normalize/normalize.ts';
import type { Chunk } from '../../src/core/message.ts';
import { MemoryState } from '../../src/core/state/memory.ts';
import { deliveryOf, statusesOf, together } from '../../src/demo/sender/payload.ts';
import { SHOP, shortened } from '../../src/demo/settings.ts';
import type { Person } from '../../src/demo/story/cast.ts';
import type { PlannedMessage, Scene } from '../../src/demo/story/scene.ts';
import { tellStory } from '../../src/demo/story/story.ts';
import { senderIdOf } from '../../src/demo/verdict.ts';
import { loadRuleset } from '../../src/ruleset/load.ts';
import { messageKey } from '../../src/store/sender-codec.ts';
import { split } from '../../src/webhook/split.ts';
import { moderate } from '../../src/workers/moderate.ts';
import { NOON, SECOND } from '../core/builders.ts';

const ROUNDS = [0, 1, 2];
const honest = (scenes: readonly Scene[]): PlannedMessage[] => scenes.flatMap(({ messages }) => messages);
const forged = (scenes: readonly Scene[]): PlannedMessage[] => scenes.flatMap((scene) => scene.forged ?? []);
const peopleOf = (messages: readonly PlannedMessage[]): Person[] => [
  ...new Set(messages.map(({ from }) => from)),
];
const named = (people: readonly Person[], part: Person['part']): string[] =>
  people.filter((person) => person.part === part).map(senderIdOf);

/** The story as chunks of one scene's messages in the order they are written, with the time of the last one. */
function chunksOf(scenes: readonly Scene[]): { chunk: Chunk; at: number }[] {
  let began = NOON;
  return scenes.flatMap(({ messages, perDelivery }) => {
    const inOrder = [...messages].sort((a, b) => a.afterMs - b.afterMs);
    const start = began;
    began += (inOrder.at(-1)?.afterMs ?? 0) + SECOND;
    return Array.from({ length: Math.ceil(inOrder.length / perDelivery) }, (_, n) => {
      const batch = inOrder.slice(n * perDelivery, (n + 1) * perDelivery);
      const at = start + (batch.at(-1)?.afterMs ?? 0);
      const [one] = split(deliveryOf(batch, at, SHOP), null).envelopesByNumber;
      return { chunk: { ...one!, receivedAt: at }, at };
    });
  });
}

describe.each(ROUNDS)('round %i of the story', (round) => {
  const scenes = tellStory(round, 'run');
  const messages = [...honest(scenes), ...forged(scenes)];
  const people = peopleOf(messages);

  it('gives every message an id of its own, in other rounds and runs too', () => {
    const others = [
      ...ROUNDS.filter((one) => one !== round).map((one) => tellStory(one, 'run')),
      tellStory(round, 'run 2'),
    ];
    const ids = [...messages, ...others.flatMap(honest)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has people who can be told apart by phone and by user id, and who are either innocent or offenders', () => {
    const phones = people.flatMap(({ phone }) => phone ?? []);
    const userIds = people.flatMap(({ userId }) => userId ?? []);
    expect(new Set(phones).size).toBe(phones.length);
    expect(new Set(userIds).size).toBe(userIds.length);
    expect(new Set(people.map(senderIdOf)).size).toBe(people.length);
    expect(people.map(senderIdOf)).not.toContain('');
    expect(named(people, 'innocent').filter((id) => named(people, 'offender').includes(id))).toEqual([]);
  });

  it('has nobody of another round', () => {
    const others = ROUNDS.filter((one) => one !== round).flatMap((one) => honest(tellStory(one, 'run')));
    const ids = new Set(peopleOf(others).map(senderIdOf));
    expect(people.map(senderIdOf).filter((id) => ids.has(id))).toEqual([]);
  });

  it('is told within a minute, no scene before it begins', () => {
    expect(messages.filter(({ afterMs }) => afterMs < 0)).toEqual([]);
    const lengths = scenes.map((scene) => Math.max(...scene.messages.map(({ afterMs }) => afterMs)));
    expect(lengths.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(40 * SECOND);
  });

  it('reads the same on the way in: id, sender, time in whole seconds', () => {
    const sentAt = NOON + 400;
    for (const message of messages) {
      const { envelopesByNumber } = split(deliveryOf([message], sentAt, SHOP), null);
      const result = normalize(envelopesByNumber[0]!.envelopes[0]!, { ...SHOP, receivedAt: sentAt });
      expect(result).toMatchObject({
        kind: 'message',
        message: {
          id: message.id,
          sentAt: NOON,
          sender: { id: senderIdOf(message.from), name: message.from.name },
        },
      });
    }
  });

  it('is judged by the shipped rules as it must be: every offender opens a block, nobody else', async () => {
    const loaded = await loadRuleset(join(import.meta.dirname, '../../rules'));
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const ruleset = shortened(loaded.ruleset);
    const state = new MemoryState();
    const blocked = new Set<string>();
    const failures: unknown[] = [];
    const none = (): void => undefined;
    for (const { chunk, at } of chunksOf(scenes)) {
      await moderate(chunk, {
        store: {
          messageKey,
          observe: (_, observations, now, plan) => Promise.resolve(state.observe(observations, now, plan)),
          record: (_, verdicts) => Promise.resolve(state.record(verdicts)),
        },
        ruleset: () => ruleset,
        mode: 'enforce',
        requestFlush: () => Promise.resolve(),
        requestWarnings: () => Promise.resolve(),
        bury: (_, error) => Promise.resolve(void failures.push(error)),
        isTransient: () => false,
        now: () => at,
        events: {
          decided: ({ effect, message }) => {
            if (effect === 'opened') blocked.add(message.sender.id);
          },
          skipped: (reason) => void failures.push(reason),
          ...{
            late: none,
            repeated: none,
            buried: none,
            flushFailed: none,
            campaign: none,
            ruleFailed: none,
            chunkDone: none,
            held: none,
          },
        },
      });
    }
    expect(failures).toEqual([]);
    expect([...blocked].sort()).toEqual(named(peopleOf(honest(scenes)), 'offender').sort());
  });
});

describe('the first round', () => {
  const scenes = tellStory(0, 'run');
  const messages = honest(scenes);

  it('has what it promises', () => {
    const languages = new Set(messages.flatMap(({ from }) => from.userId?.slice(0, 2) ?? []));
    const leads = messages.filter(({ content }) => 'referral' in content);
    const pictures = messages.filter(({ content }) => content.type === 'image');
    expect(languages.size).toBe(12);
    expect(new Set(leads.map(({ content }) => JSON.stringify(content.text))).size).toBe(1);
    expect(leads).toHaveLength(500);
    expect(pictures).toHaveLength(30);
    expect(new Set(pictures.map(({ from }) => from)).size).toBe(1);
    expect(Math.max(...pictures.map(({ afterMs }) => afterMs))).toBeLessThan(5 * SECOND);
    expect(messages.filter(({ onceLetBack }) => onceLetBack)).toHaveLength(3);
    expect(forged(scenes)).toHaveLength(3);
  });

  it('has offenders known by phone and offenders only known by a user id', () => {
    const offenders = peopleOf(messages).filter(({ part }) => part === 'offender');
    expect(offenders.some(({ phone }) => phone === null)).toBe(true);
    expect(offenders.some(({ userId }) => userId === null)).toBe(true);
  });

  it('forges in the name of a customer who wrote nothing', () => {
    const [victim, ...others] = peopleOf(forged(scenes));
    expect(others).toEqual([]);
    expect(victim?.part).toBe('innocent');
    expect(peopleOf(messages)).not.toContain(victim);
  });
});

describe('statuses', () => {
  it('travel with messages and are no messages', () => {
    const [first, second] = honest(tellStory(0, 'run'));
    const statuses = statusesOf([first!.from], NOON, SHOP);
    expect(split(statuses, null)).toMatchObject({ envelopesByNumber: [], counted: { statuses: 2 } });
    const both = split(together(statuses, deliveryOf([first!, second!], NOON, SHOP)), null);
    expect(both.counted).toMatchObject({ statuses: 2, messages: 2 });
  });
});
