import { expect } from '@jest/globals';
import { groupBy } from '../../src/core/group-by.ts';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import type { Change } from '../../src/simulator/server.ts';
import type { Person } from '../helpers/deliveries.ts';
import { testRedisPath } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { CROWD, LONG_MS, QUICK_MS, type Kind, type Member } from './crowd.ts';
import { redisView, type RedisView } from './redis-view.ts';
import type { Stage } from './stage.ts';
import { senderId } from './writers.ts';

/** What the simulator, Redis and the journal say of one number is what follows from what was sent to it. */
export async function expectSendersLogHolds(
  stage: Stage,
  number: string,
  everybody: readonly Member[],
): Promise<void> {
  const { control } = stage.simulator;
  await using view = redisView(testRedisPath(), stage.keyPrefix, number);
  const crowd = everybody.filter((member) => member.number === number);
  const of = (kind: Kind): Member[] => crowd.filter((member) => member.kind === kind);
  // Every message is judged, and then nothing is left to do: only those blocked for good stay in the books.
  await waitFor(async () => (await view.moderation()).waiting + (await view.moderation()).active === 0, {
    timeoutMs: 60_000,
  });
  await waitFor(async () => (await view.numbers.openCount(number)) === CROWD.forever, {
    timeoutMs: 60_000,
    what: `the end of every cooldown of ${number}`,
  });

  const log = groupBy(control.log(number), ({ waId, userId }) => waId ?? userId ?? '');
  const changesOf = ({ who }: Member): Change[] => log.get(listName(who)) ?? [];
  const opsOf = (member: Member): string =>
    changesOf(member)
      .map(({ op }) => op)
      .join(' ');
  expect(of('innocent').filter((member) => opsOf(member) !== '')).toEqual([]);
  expect(of('forever').map(opsOf)).toEqual(of('forever').map(() => 'block'));
  const passing = [...of('long'), ...of('quick')];
  await expectEndOfEach(view, passing, changesOf);
  const blocked = passing.filter((member) => opsOf(member) === 'block lift');
  expect(blocked.filter(({ kind }) => kind === 'long').length).toBeGreaterThan(0.5 * CROWD.long);
  const listed = control.list(number).map(({ waId, userId }) => waId ?? userId);
  expect(listed.sort()).toEqual(
    of('forever')
      .map(({ who }) => listName(who))
      .sort(),
  );

  await expectDecidedOnce(view, crowd);
  await expectOneStrikeEach(view, crowd);
  expectJournal(stage.journal(), blocked);
  expect(await view.numbers.deadCount(number)).toBe(0);
  expect((await view.numbers.brake(number)).trips).toEqual([]);
}

/** How Meta's list names them. */
const listName = ({ phone, userId }: Person): string => phone ?? userId!;

async function expectDecidedOnce(view: RedisView, crowd: readonly Member[]): Promise<void> {
  const action = { long: 'cooldown', quick: 'cooldown', forever: 'block', innocent: 'allow' };
  const marks = await Promise.all(crowd.map(async ({ who }) => (await view.marks(senderId(who))).join()));
  expect(marks).toEqual(crowd.map(({ kind, sent }) => sent.map(() => action[kind]).join()));
  const audited = (await view.audit()).flatMap(({ kind, messageId }) =>
    kind === 'decision' ? [messageId] : [],
  );
  const offending = crowd.flatMap(({ kind, sent }) => (kind === 'innocent' ? [] : sent.map(({ id }) => id)));
  expect(audited.sort()).toEqual(offending.sort());
}

async function expectOneStrikeEach(view: RedisView, crowd: readonly Member[]): Promise<void> {
  const over = 'none absent, strikes 1 of 1';
  const right = { innocent: null, forever: 'permanent blocked, strikes 1 of 1', long: over, quick: over };
  const entries = await view.entries(crowd.map(({ who }) => senderId(who)));
  expect(entries.map(inShort)).toEqual(crowd.map(({ kind }) => right[kind]));
}

function inShort(entry: LedgerEntry | null): string | null {
  if (entry === null) return null;
  const { desired, actual, attempt, strikes, strikesTotal } = entry;
  return `${desired.kind} ${actual}${attempt === null ? '' : ' attempt'}, strikes ${strikes.length} of ${strikesTotal}`;
}

/**
 * Every cooldown was kept to its end, and ended. Whoever could not be blocked before it was over – Meta was away, the workers
 * dead – is not blocked for it any more.
 */
async function expectEndOfEach(
  view: RedisView,
  members: readonly Member[],
  changesOf: (member: Member) => Change[],
): Promise<void> {
  const opened = (await view.audit()).filter(({ effect }) => effect === 'opened');
  const openedAt = new Map(opened.map(({ senderId: id, at }) => [id, at]));
  const entries = await view.entries(members.map(({ who }) => senderId(who)));
  const wrong = members.flatMap((member, index) => {
    const changes = changesOf(member);
    const ops = changes.map(({ op }) => op).join(' ');
    const until = openedAt.get(senderId(member.who))! + (member.kind === 'quick' ? QUICK_MS : LONG_MS);
    const endedAt = changes[1]?.at ?? entries[index]!.endedAt;
    const fine = (ops === '' || ops === 'block lift') && endedAt >= until;
    return fine ? [] : [{ sender: senderId(member.who), ops, until, endedAt, entry: entries[index] }];
  });
  expect(wrong).toEqual([]);
}

/** Enough to end every block, had Redis been lost: a line twice is harmless, a missing one is not. */
function expectJournal(lines: readonly Record<string, unknown>[], members: readonly Member[]): void {
  const bySender = groupBy(lines, (line) => String(line.senderId));
  const told = members.map(({ who }) => {
    const own = bySender.get(senderId(who)) ?? [];
    return [own.some(({ op, until }) => op === 'block' && typeof until === 'number'), own.at(-1)?.op];
  });
  expect(told).toEqual(members.map(() => [true, 'lift']));
}
