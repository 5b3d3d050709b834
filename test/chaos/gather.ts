import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NumberControl } from '../../src/blocker/number-control.ts';
import type { Redis } from 'ioredis';
import type { Mark } from '../../src/core/state/sender-state.ts';
import { readAllows } from '../../src/store/allow-store.ts';
import { readAudit } from '../../src/store/audit-store.ts';
import { messageKey } from '../../src/store/sender-codec.ts';
import type { RedisView } from '../e2e/redis-view.ts';
import { senderId } from '../e2e/writers.ts';
import type { Books } from './books.ts';
import type { Member } from './cast.ts';
import { membersOf, type Evidence, type JournalLine, type KeySeen } from './evidence.ts';
import type { Traffic } from './traffic.ts';
import { CORDONS, type World } from './world.ts';

/** Reads what a run left behind; everything must have come to rest. */
export async function gather(
  world: World,
  traffic: readonly Traffic[],
  { books, calmAt, calmFrom }: { books: Books; calmAt: number; calmFrom: number },
): Promise<Evidence> {
  const sent = traffic.flatMap((one) => one.sent);
  const members = [...membersOf(sent).keys()];
  const records = new Map<string, string[]>(sent.map(({ id }) => [id, []]));
  const idOf = new Map(sent.map(({ id }) => [messageKey(id), id]));
  const listed = new Map<string, Awaited<ReturnType<World['meta']['list']>>>();
  const marks = new Map<Member, Mark[]>();
  const ledger = new Map<Member, Awaited<ReturnType<RedisView['entry']>>>();
  const open = new Map<string, number>();
  const left: Record<string, number> = {};
  const add = (what: string, amount: number): void => void (left[what] = (left[what] ?? 0) + amount);
  let strangers = 0;
  const decidedAt = new Map<string, number>();
  const record = (id: string | undefined, what: string, at = 0): void => {
    const own = id === undefined ? undefined : records.get(id);
    if (own === undefined) strangers += 1;
    else own.push(what);
    if (id !== undefined && at > 0) decidedAt.set(id, at);
  };

  for (const [number, view] of books.views) {
    listed.set(number, await world.meta.list(number));
    open.set(number, await view.numbers.openCount(number));
    for await (const { line } of readAudit(view.redis, view.keys, number, 0)) {
      if (line.kind === 'decision') record(line.messageId, line.action, line.at);
      if (line.kind === 'late') record(line.messageId, 'late');
    }
    for (const { key, at } of await readAllows(view.redis, view.keys, number))
      record(idOf.get(key), 'allow', at);
    const own = members.filter((member) => member.number === number);
    const entries = await view.entries(own.map(({ who }) => senderId(who)));
    for (const [index, member] of own.entries()) {
      ledger.set(member, entries[index] ?? null);
      marks.set(member, await view.marks(senderId(member.who)));
    }
    add('dead letters', await view.numbers.deadCount(number));
    add('halted numbers', (await view.numbers.control<NumberControl>(number))?.halted == null ? 0 : 1);
  }
  const [view] = [...books.views.values()];
  if (view === undefined) throw new Error('a run has a number at least');
  // The queue is one for all numbers.
  const { waiting, active, delayed, failed } = await view.moderation();
  for (const [state, count] of Object.entries({ waiting, active, delayed, failed }))
    add(`${state} chunks`, count);
  const answers: Record<string, number> = {};
  for (const one of traffic)
    for (const [status, count] of Object.entries(one.answers))
      answers[status] = (answers[status] ?? 0) + count;
  const actors = [world.simulator, ...CORDONS.map((name) => world.cordons[name])];
  return {
    ...{
      sent,
      calmAt,
      calmFrom,
      at: Date.now(),
      answers,
      listed,
      records,
      decidedAt,
      strangers,
      marks,
      ledger,
      open,
      left,
    },
    changes: await world.meta.log(),
    calls: world.wire.calls,
    journal: readJournal(world.dataDir),
    keys: await keysOf(view.redis),
    processes: actors.map(({ name, stderr, surprises }) => ({ name, stderr, surprises })),
  };
}

function readJournal(folder: string): JournalLine[] {
  const names = readdirSync(folder).filter((name) => /^blocks.*\.jsonl$/.test(name));
  const lines = names.sort().flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  return lines.flatMap((line) => {
    // A process killed while it wrote leaves half a line.
    try {
      const { op, phoneNumberId, senderId: id } = JSON.parse(line) as Record<string, string>;
      return [{ op: op ?? '', number: phoneNumberId ?? '', senderId: id ?? '' }];
    } catch {
      return [];
    }
  });
}

const SIZE: Record<string, string> = {
  ...{ string: 'STRLEN', list: 'LLEN', set: 'SCARD', zset: 'ZCARD', hash: 'HLEN', stream: 'XLEN' },
};

async function keysOf(redis: Redis): Promise<KeySeen[]> {
  const names = await redis.keys('*');
  const seen = names.map(async (name) => {
    const command = SIZE[await redis.type(name)];
    // Processes go on working: a key may be gone by now.
    if (command === undefined) return [];
    const size = Number(await redis.call(command, name).catch(() => 0));
    return [{ name, ttlMs: await redis.pttl(name), size }];
  });
  // -2: gone meanwhile.
  return (await Promise.all(seen)).flat().filter(({ ttlMs }) => ttlMs !== -2);
}
