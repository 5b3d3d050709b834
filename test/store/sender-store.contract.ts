import { describe, expect, it } from '@jest/globals';
import { NO_BRAKE } from '../../src/core/brake.ts';
import type { FactPlan } from '../../src/core/facts.ts';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import type { Allow, Observed, Verdicts } from '../../src/core/state/exchange.ts';
import { ALLOWS_MAX } from '../../src/core/state/exchange.ts';
import type { Mark, Observation, SenderState, Value } from '../../src/core/state/sender-state.ts';
import { SEEN_KEPT_S, SEEN_MAX } from '../../src/core/state/sender-state.ts';
import { messageKey } from '../../src/store/sender-codec.ts';
import { HOUR, MINUTE, NOON, SECOND, wanted } from '../core/builders.ts';

/** One number's senders, ledger and brake, empty at first. */
export interface Subject {
  observe: (observations: readonly Observation[], now: number, plan?: FactPlan) => Promise<Observed>;
  record: (verdicts: Verdicts, now: number) => Promise<boolean>;
  /** The last plain allows, newest first, and how many each minute had (its start, ms), newest first. */
  allows: () => Promise<Allow[]>;
  allowMinutes: () => Promise<[minute: number, count: number][]>;
}

export const NOON_S = NOON / 1000;

export const said = (
  senderId: string,
  id: string,
  at = NOON_S,
  fold = 0,
  more: Partial<Pick<Observation, 'text' | 'values'>> = {},
): Observation => {
  const { text = false, values = [] } = more;
  return { senderId, key: messageKey(id), at, fold, text, values };
};

/** Verdicts over one sender. */
export const verdict = (
  senderId: string,
  marks: Record<string, Mark>,
  more: Partial<Verdicts> & { entry?: LedgerEntry } = {},
): Verdicts => {
  const { entry = null, brake = null, audit = [], allows = [], counts = new Map(), campaigns = [] } = more;
  const keyed = new Map(Object.entries(marks).map(([id, mark]) => [messageKey(id), mark]));
  return { senders: [{ senderId, marks: keyed, entry }], brake, audit, allows, counts, campaigns };
};

/** What every store of sender state promises, whatever it is made of. `open` gives an empty one. */
export function senderStoreContract(name: string, open: () => Subject): void {
  const stateOf = async (subject: Subject, senderId: string, now = NOON): Promise<SenderState | undefined> =>
    (await subject.observe([said(senderId, 'probe', 0)], now)).senders.get(senderId)?.state;

  describe(`${name} as a sender store`, () => {
    it('answers with what it just remembered, sender by sender, in the order first observed', async () => {
      const subject = open();
      const { senders } = await subject.observe(
        [said('a', 'm2', NOON_S, 7), said('b', 'm9'), said('a', 'm1', NOON_S - 9)],
        NOON,
      );
      expect([...senders.keys()]).toEqual(['a', 'b']);
      expect(senders.get('a')).toEqual({
        state: {
          total: 2,
          firstAt: NOON_S,
          floorAt: 0,
          seen: [
            { key: messageKey('m2'), at: NOON_S, fold: 7, text: false, values: [], mark: 'undecided' },
            { key: messageKey('m1'), at: NOON_S - 9, fold: 0, text: false, values: [], mark: 'undecided' },
          ],
        },
        entry: null,
      });
    });

    it('a chunk observed again, at once or much later, changes nothing', async () => {
      const subject = open();
      const chunk = [said('a', 'm1'), said('a', 'm2'), said('a', 'm1')];
      const first = await subject.observe(chunk, NOON);
      expect(first.senders.get('a')?.state.total).toBe(2);
      expect((await subject.observe(chunk, NOON)).senders).toEqual(first.senders);
      expect((await subject.observe(chunk, NOON + 20 * HOUR)).senders).toEqual(first.senders);
    });

    it.each<Mark>(['undecided', 'allow', 'block'])(
      'keeps what kind of message it was and its values beside the mark %s',
      async (mark) => {
        const subject = open();
        const values = Array.from({ length: 16 }, (_, n): Value => ({
          of: n < 8 ? 'links' : 'phones',
          hash: 2 ** 32 - 1 - n,
        }));
        const given = [
          said('a', 'm1', NOON_S, 7, { text: true, values }),
          said('a', 'm2', NOON_S, 8, { values: values.slice(7, 12) }),
          said('a', 'm3', NOON_S, 9, { text: true }),
        ];
        await subject.observe(given, NOON);
        if (mark !== 'undecided')
          expect(await subject.record(verdict('a', { m1: mark, m2: mark, m3: mark }), NOON)).toBe(true);
        const { senders } = await subject.observe(given, NOON);
        const seen = given.map(({ key, at, fold, text, values: own }) => ({
          key,
          at,
          fold,
          text,
          values: own,
          mark,
        }));
        expect(senders.get('a')?.state).toEqual({ total: 3, firstAt: NOON_S, floorAt: 0, seen });
      },
    );

    it('keeps values only with a new message, and forgets them with it', async () => {
      const subject = open();
      const values: Value[] = [{ of: 'links', hash: 5 }];
      await subject.observe([said('a', 'm1'), said('a', 'm2', NOON_S, 0, { values })], NOON);
      const { senders } = await subject.observe([said('a', 'm1', NOON_S, 0, { values })], NOON);
      expect(senders.get('a')?.state.seen.map((one) => one.values.length)).toEqual([0, 1]);
      const later = NOON_S + SEEN_KEPT_S + 1;
      const { senders: after } = await subject.observe([said('a', 'm3', later)], later * SECOND);
      expect(after.get('a')?.state.seen.map(({ key }) => key)).toEqual([messageKey('m3')]);
    });

    it('counts values against the room there is, and makes room by whole messages', async () => {
      const subject = open();
      const values = Array.from({ length: 5 }, (_, n): Value => ({ of: 'links', hash: n + 1 }));
      // Three records a message: 682 messages and two records of room.
      const flood = Array.from({ length: 684 }, (_, n) => said('a', `m${n}`, NOON_S + n, 0, { values }));
      const { senders } = await subject.observe(flood, NOON + HOUR);
      const state = senders.get('a')?.state;
      expect(state).toMatchObject({ total: 684, floorAt: NOON_S + 1 });
      expect(state?.seen).toHaveLength(682);
      expect(state?.seen[0]).toMatchObject({ key: messageKey('m2'), values });
    });

    it('holds the largest values a message can have', async () => {
      const subject = open();
      const { senders } = await subject.observe([said('a', 'm1', 2 ** 32 - 1, 2 ** 32 - 1)], NOON);
      expect(senders.get('a')?.state.seen[0]).toMatchObject({ at: 2 ** 32 - 1, fold: 2 ** 32 - 1 });
    });

    it('a decided message stays decided: recording it again is refused as a whole', async () => {
      const subject = open();
      await subject.observe([said('a', 'm1'), said('a', 'm2')], NOON);
      expect(await subject.record(verdict('a', { m1: 'flag' }), NOON)).toBe(true);
      expect(await subject.record(verdict('a', { m1: 'block', m2: 'block' }, { audit: ['{}'] }), NOON)).toBe(
        false,
      );
      const { senders } = await subject.observe([said('a', 'm1')], NOON);
      expect(senders.get('a')?.state.seen.map(({ mark }) => mark)).toEqual(['flag', 'undecided']);
    });

    it.each<Mark>(['allow', 'flag', 'warn', 'cooldown', 'block'])('keeps the mark %s', async (mark) => {
      const subject = open();
      await subject.observe([said('a', 'm1')], NOON);
      await subject.record(verdict('a', { m1: mark }), NOON);
      expect((await subject.observe([said('a', 'm1')], NOON)).senders.get('a')?.state.seen[0]?.mark).toBe(
        mark,
      );
    });

    it('gives the ledger entry back with the next revision, and takes it only at the revision it has', async () => {
      const subject = open();
      await subject.observe([said('a', 'm1'), said('a', 'm2')], NOON);
      expect(await subject.record(verdict('a', { m1: 'cooldown' }, { entry: wanted() }), NOON)).toBe(true);
      const entry = (await subject.observe([said('a', 'm1')], NOON)).senders.get('a')?.entry ?? null;
      expect(entry).toEqual(wanted({ revision: 1 }));
      expect(await subject.record(verdict('a', { m2: 'cooldown' }, { entry: wanted() }), NOON)).toBe(false);
      expect((await subject.observe([said('a', 'm2')], NOON)).senders.get('a')?.state.seen[1]?.mark).toBe(
        'undecided',
      );
      expect(
        await subject.record(verdict('a', { m2: 'cooldown' }, { entry: wanted({ revision: 1 }) }), NOON),
      ).toBe(true);
    });

    it('writes brake, marks and entries together or not at all', async () => {
      const subject = open();
      const { brake } = await subject.observe([said('a', 'm1'), said('b', 'm2')], NOON);
      expect(brake).toEqual(NO_BRAKE);
      const filled = {
        ...NO_BRAKE,
        buckets: [{ at: NOON, rulesetHash: 'rules-1', blocks: 1, established: 0, rules: { lures: 1 } }],
      };
      expect(await subject.record(verdict('a', { m1: 'flag' }, { brake: filled }), NOON)).toBe(true);
      const stale = verdict('b', { m2: 'flag' }, { brake: filled, entry: wanted() });
      expect(await subject.record(stale, NOON)).toBe(false);
      const after = await subject.observe([said('b', 'm2')], NOON);
      expect(after.brake).toEqual({ ...filled, revision: 1 });
      expect(after.senders.get('b')).toMatchObject({ entry: null, state: { seen: [{ mark: 'undecided' }] } });
    });

    it('messages forgotten since they were judged are recorded without a mark', async () => {
      const subject = open();
      await subject.observe([said('a', 'm1')], NOON);
      expect(await subject.record(verdict('a', { gone: 'block' }), NOON)).toBe(true);
      expect(await subject.record(verdict('nobody', { gone: 'block' }), NOON)).toBe(true);
      expect((await stateOf(subject, 'nobody'))?.seen.map(({ key }) => key)).toEqual([messageKey('probe')]);
    });

    it('keeps plain allows in their order, only with what was recorded, and counts them by the minute', async () => {
      const subject = open();
      await subject.observe([said('a', 'm1'), said('b b', 'm2'), said('a', 'm3')], NOON);
      const allow = (id: string, senderId: string, at: number, score = 0): Allow => {
        return { key: messageKey(id), senderId, at, score };
      };
      const early = [allow('m1', 'a', NOON), allow('m2', 'b b', NOON, 2.5)];
      expect(await subject.record(verdict('a', { m1: 'allow' }, { allows: early }), NOON)).toBe(true);
      expect(await subject.record(verdict('a', { m1: 'allow' }, { allows: early }), NOON)).toBe(false);
      const later = NOON + 59 * MINUTE + 59 * SECOND;
      const late = [allow('m3', 'a', later, -1)];
      expect(await subject.record(verdict('a', { m3: 'allow' }, { allows: late }), later)).toBe(true);
      expect(await subject.allows()).toEqual([...late, ...early.toReversed()]);
      expect(await subject.allowMinutes()).toEqual([
        [NOON + 59 * MINUTE, 1],
        [NOON, 2],
      ]);
    });

    it('keeps the last ten thousand allows and counts all of them, next to everything else a chunk writes', async () => {
      const subject = open();
      const crowd = Array.from({ length: ALLOWS_MAX + 3 }, (_, n): Allow => {
        return { key: messageKey(String(n)), senderId: `s${n}`, at: NOON, score: 0 };
      });
      const parts = [crowd.slice(0, 1), crowd.slice(1, 2_502), crowd.slice(2_502)];
      for (const allows of parts) {
        const more = { allows, audit: ['{}'], counts: new Map([['enforce.allow', allows.length]]) };
        const entry = wanted({ senderId: `of ${allows.length}` });
        expect(await subject.record(verdict(entry.senderId, {}, { ...more, entry }), NOON)).toBe(true);
        const { senders } = await subject.observe([said(entry.senderId, 'probe')], NOON);
        expect(senders.get(entry.senderId)?.entry).toEqual({ ...entry, revision: 1 });
      }
      const kept = await subject.allows();
      expect(kept.map(({ senderId }) => senderId)).toEqual(
        crowd
          .slice(3)
          .reverse()
          .map(({ senderId }) => senderId),
      );
      expect(await subject.allowMinutes()).toEqual([[NOON, ALLOWS_MAX + 3]]);
    });

    it('forgets by age and by number like the reference', async () => {
      const subject = open();
      await subject.observe([said('a', 'old')], NOON);
      const flood = Array.from({ length: SEEN_MAX + 1 }, (_, n) =>
        said('a', `m${n}`, NOON_S + SEEN_KEPT_S + 60 + n),
      );
      const { senders } = await subject.observe(flood, NOON + SEEN_KEPT_S * SECOND + HOUR);
      const state = senders.get('a')?.state;
      expect(state).toMatchObject({
        total: SEEN_MAX + 2,
        firstAt: NOON_S,
        floorAt: NOON_S + SEEN_KEPT_S + 60,
      });
      expect(state?.seen).toHaveLength(SEEN_MAX);
      expect(state?.seen[0]?.key).toBe(messageKey('m1'));
    });

    it('counts the senders of the last minutes', async () => {
      const subject = open();
      const crowd = Array.from({ length: 50 }, (_, n) => said(`s${n}`, `m${n}`));
      const { activeSenders } = await subject.observe(crowd, NOON);
      expect(Math.abs(activeSenders - 50)).toBeLessThanOrEqual(2);
      const { activeSenders: later } = await subject.observe([said('late', 'x', NOON_S + 3600)], NOON + HOUR);
      expect(later).toBe(1);
    });
  });
}
