import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { groupBy } from '../../src/core/group-by.ts';
import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import { delivery, person, type Person } from '../helpers/deliveries.ts';
import { testRedisPath } from '../helpers/redis.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { DoomedWorker, halfFailing, pick, shuffled } from './chaos.ts';
import { redisView, type RedisView } from './redis-view.ts';
import { BLOCK_WORD, SPAM_WORD } from './rules-folder.ts';
import type { Change } from '../../src/simulator/server.ts';
import { openStage, type Stage } from './stage.ts';
import { compose, deliverUntilTaken, senderId, type Sent } from './writers.ts';

/** `CORDON_E2E_SEED=7 npm test -- random-kills` plays another game; timing differs from run to run all the same. */
const SEED = Number(process.env.CORDON_E2E_SEED ?? 1);
const QUICK_WORD = 'zzquick';
const LONG_MS = 30_000;
const QUICK_MS = 3_000;
/** How long Meta fails and workers are killed, once while offenders are blocked and once while they are lifted. */
const TROUBLE_MS = 8_000;

type Kind = 'long' | 'quick' | 'forever' | 'innocent';
/** To each number. */
const CROWD: Record<Kind, number> = { long: 50, quick: 15, forever: 3, innocent: 65 };
const NUMBERS = [
  '100000000000010',
  '100000000000011',
  '100000000000012',
  '100000000000013',
  '100000000000014',
];
const TEXTS: Record<Kind, readonly string[]> = {
  long: [`win ${SPAM_WORD} today`, `${SPAM_WORD}!!`],
  quick: [`a ${QUICK_WORD} one`, QUICK_WORD],
  forever: [`${BLOCK_WORD} and ever`, BLOCK_WORD],
  innocent: ['Hello, are you open on Sunday?', 'Where is my order 4711?', '¿Tienen talla M?'],
};

/** One person and everything they sent, as they remember it. */
interface Member {
  kind: Kind;
  number: string;
  who: Person;
  sent: Sent[];
}

it('hundreds are blocked and let back in while workers are killed and Meta fails every second time', async () => {
  console.log(`random kills: seed ${SEED}`);
  const random = seededRandom(SEED);
  await using stage = await openStage({ cooldown: `${LONG_MS / 1000}s` });
  addQuickRule(stage);
  const { control } = stage.simulator;
  const troubles = { calls: 0, failed: 0 };
  const trouble = (seed: number): (() => void) => {
    const before = callsOf(stage);
    for (const plan of halfFailing(seed)) control.addFault(plan);
    return () => {
      control.clearFaults();
      const after = callsOf(stage);
      troubles.calls += after.calls - before.calls;
      troubles.failed += after.failed - before.failed;
    };
  };

  let heal = trouble(SEED * 1_000);
  let receiver = await stage.start({ role: 'receiver' });
  await using first = new DoomedWorker(stage, seededRandom(SEED * 100 + 1));
  await using second = new DoomedWorker(stage, seededRandom(SEED * 100 + 2));
  const workers = [first, second];
  const startedAt = Date.now();
  const { crowd, done: sending, left } = sendEverything(stage, () => receiver.webhook, random);
  // The receiver dies too, once; what it had not answered is sent again.
  const half = left() / 2;
  await waitFor(() => left() < half, { timeoutMs: 30_000 });
  await receiver.kill9();
  receiver = await stage.start({ role: 'receiver' });
  await lasting(startedAt + TROUBLE_MS - Date.now());
  heal();
  await sending;
  // A pause, so that everybody is blocked before the long cooldowns are over, unless the machine is very slow.
  await Promise.all(workers.map((worker) => worker.spare()));
  const owed = crowd.flatMap(({ kind, who }) =>
    kind === 'long' || kind === 'forever' ? [inputOf(who)] : [],
  );
  const allBlocked = (): boolean => {
    const inputs = new Set(control.log().map(({ input }) => input));
    return owed.every((input) => inputs.has(input));
  };
  await waitFor(() => allBlocked() || Date.now() > startedAt + LONG_MS, { timeoutMs: 2 * LONG_MS });
  for (const worker of workers) worker.doom();
  // The long cooldowns end one after the other.
  await lasting(startedAt + LONG_MS - Date.now());
  heal = trouble(SEED * 2_000);
  const from = callsOf(stage).failed;
  await lasting(TROUBLE_MS);
  await waitFor(() => callsOf(stage).failed > from + 10, { timeoutMs: 30_000, what: 'failing lifts' });
  heal();
  const kills = first.kills + second.kills;
  await Promise.all(workers.map((worker) => worker.spare()));
  await Promise.all(NUMBERS.map((number) => expectSendersLogHolds(stage, number, crowd)));
  console.log(`random kills: ${JSON.stringify({ kills, troubles, ms: Date.now() - startedAt })}`);

  expect(kills).toBeGreaterThan(5);
  expect(troubles.failed).toBeGreaterThan(10);
  expect(troubles.failed / troubles.calls).toBeGreaterThan(0.3);
  const { waiting, active, delayed, failed } = await stage.view.moderation();
  expect({ waiting, active, delayed, failed }).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
}, 180_000);

/** Trouble has no end to wait for but time. */
async function lasting(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

/** Calls so far, and those that brought anything but a plain 200 or left somebody out. */
function callsOf({ simulator }: Stage): { calls: number; failed: number } {
  const requests = simulator.control.requests();
  const failed = requests.filter(
    ({ status, faults }) => status !== 200 || faults.includes('omit') || faults.includes('reset'),
  );
  return { calls: requests.length, failed: failed.length };
}

function addQuickRule({ rulesDir }: Stage): void {
  writeFileSync(
    join(rulesDir, 'quick.yaml'),
    `rules:
  - id: quick-word
    description: A short time out
    when: { text.words: { any: [${QUICK_WORD}] } }
    then: cooldown ${QUICK_MS / 1000}s
    reason: "wrote '{{match}}'"
`,
  );
}

/** Everybody writes what they have to say at once; it arrives mixed, in groups, over some seconds, and now and then twice. */
function sendEverything(
  stage: Stage,
  webhook: () => string,
  random: () => number,
): { crowd: Member[]; done: Promise<void>; left: () => number } {
  const kinds = Object.keys(CROWD) as Kind[];
  const crowd = NUMBERS.flatMap((number, n) =>
    kinds.flatMap((kind, k) =>
      Array.from({ length: CROWD[kind] }, (_, index): Member => {
        const full = person(n * 10_000 + k * 1_000 + index);
        const who = [full, { ...full, phone: null }, { ...full, userId: null }][index % 3]!;
        return { kind, number, who, sent: [] };
      }),
    ),
  );
  const waiting = groupsOf(shuffled(crowd, random), random);
  const lane = async (): Promise<void> => {
    for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
      for (const content of writeTogether(stage, group, random)) await deliverUntilTaken(content, webhook);
      await new Promise((resolve) => setTimeout(resolve, 10 + random() * 30));
    }
  };
  return { crowd, done: Promise.all([1, 2].map(lane)).then(() => undefined), left: () => waiting.length };
}

/** One to four people who write to the same number. */
function groupsOf(crowd: readonly Member[], random: () => number): Member[][] {
  const groups = NUMBERS.flatMap((number) => {
    const own = crowd.filter((member) => member.number === number);
    const parts: Member[][] = [];
    while (own.length > 0) parts.push(own.splice(0, 1 + Math.floor(random() * 4)));
    return parts;
  });
  return shuffled(groups, random);
}

/** What a group writes, cut into one or two deliveries anywhere; every seventh is delivered twice. */
function writeTogether(
  { simulator }: Stage,
  group: readonly Member[],
  random: () => number,
): ReturnType<typeof delivery>[] {
  for (const member of group) {
    const texts = TEXTS[member.kind].map((text) => compose(simulator, member.who, text, member.number));
    member.sent = texts.filter((sent) => sent !== null);
  }
  const mixed = shuffled(
    group.flatMap(({ sent }) => sent),
    random,
  );
  const cut = Math.floor(random() * mixed.length);
  const parts = [mixed.slice(0, cut), mixed.slice(cut)].filter((part) => part.length > 0);
  const options = { people: group.map(({ who }) => who), phoneNumberId: group[0]!.number };
  const deliveries = parts.map((part) =>
    delivery(
      part.map(({ message }) => message),
      options,
    ),
  );
  return random() < 0.15 ? [...deliveries, pick(deliveries, random)] : deliveries;
}

/** What the simulator, Redis and the journal say of one number is what follows from what was sent to it. */
async function expectSendersLogHolds(
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
  expect((await view.numbers.brake(number)).tripped).toBeNull();
}

/** How a call names them. */
const inputOf = ({ phone, userId }: Person): string => (phone === null ? userId! : `+${phone}`);
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
