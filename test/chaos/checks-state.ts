import { statusOf } from '../../src/core/ledger/next-action.ts';
import { ALLOWS_MAX, AUDIT_MAX, DEAD_MAX } from '../../src/store/keys.ts';
import { senderId } from '../e2e/writers.ts';
import { metaName, nameOfRow, type Evidence, type KeySeen } from './evidence.ts';

/** Meta's list and the ledger name the same people, and nobody who never wrote. */
export function listIsLedger({ listed, ledger, open, at }: Evidence): string[] {
  const onList = new Set([...listed].flatMap(([number, rows]) => rows.map((row) => nameOfRow(number, row))));
  const known = new Set<string>();
  let opened = 0;
  const wrong = [...ledger].flatMap(([member, entry]) => {
    const name = metaName(member);
    known.add(name);
    const status = entry === null ? 'none' : statusOf(entry, at);
    if (status !== 'none') opened += 1;
    const isListed = onList.has(name);
    return (status === 'blocked') === isListed
      ? []
      : [`${name}: ${status} in the ledger, ${isListed ? 'on' : 'not on'} the list`];
  });
  const unknown = [...onList]
    .filter((name) => !known.has(name))
    .map((name) => `${name} is listed and never wrote`);
  const rows = [...open.values()].reduce((sum, count) => sum + count, 0);
  return [...wrong, ...unknown, ...(rows === opened ? [] : [`${rows} open rows instead of ${opened}`])];
}

/** The journal alone would let a lost Redis end every block: it says of each who is out that they are, and of nobody who is in. */
export function journalTells({ ledger, journal, changes }: Evidence): string[] {
  const last = new Map(journal.map(({ op, number, senderId: id }) => [`${number} ${id}`, op]));
  const touched = new Set(changes.map((change) => nameOfRow(change.phoneNumberId, change)));
  return [...ledger].flatMap(([member, entry]) => {
    if (!touched.has(metaName(member))) return [];
    const told = last.get(`${member.number} ${senderId(member.who)}`) ?? 'nothing';
    const right = entry?.actual === 'blocked' ? told === 'block' : told !== 'block';
    return right ? [] : [`${metaName(member)} is ${entry?.actual}, the journal's last word is ${told}`];
  });
}

/** No chunk waits, none was buried, no number is halted, no call is open, nobody's state is unknown. */
export function nothingStuck({ left, ledger, answers, at }: Evidence): string[] {
  const work = Object.entries(left).filter(([, count]) => count > 0);
  const rows = [...ledger].flatMap(([member, entry]) => {
    const status = entry === null ? 'none' : statusOf(entry, at);
    return ['none', 'blocked', 'armed', 'held', 'refused'].includes(status)
      ? []
      : [`${metaName(member)} is ${status}`];
  });
  const odd = Object.keys(answers).filter((status) => !['200', '503', 'broken'].includes(status));
  return [
    ...work.map(([what, count]) => `${count} ${what}`),
    ...rows,
    ...odd.map((status) => `deliveries were answered ${status}`),
  ];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What may be there: longest life (ms; Infinity = stays) and most members or bytes. */
const BOUNDS: readonly [name: RegExp, longestMs: number, most: number][] = [
  [/:s:[^:]+$/, 91 * DAY_MS, 41_000],
  [/:e:[^:]+$/, Infinity, 20_000],
  [/:open$/, Infinity, Infinity],
  [/:sec:\d+$/, 27 * HOUR_MS, Infinity],
  [/:hours:\d+$/, 11 * DAY_MS, 48],
  [/:(since|brake|control)$/, Infinity, 10_000],
  [/\}:lease$/, 60_000, 200],
  [/:listing$/, Infinity, 3],
  [/:strays$/, DAY_MS, Infinity],
  [/:active:\d+$/, 20 * 60_000, 12_400],
  [/:audit$/, Infinity, AUDIT_MAX + 1_000],
  [/:audit-from$/, Infinity, 30],
  [/:allows$/, 30 * DAY_MS, ALLOWS_MAX],
  [/:minutes:\d+$/, 7 * DAY_MS, 60],
  [/:stats:\d+$/, 90 * DAY_MS, 500],
  [/:dead$/, Infinity, DEAD_MAX],
  [/^[^:]+:numbers$/, Infinity, 1_000],
  [/^[^:]+:schema$/, Infinity, 20],
  [/^[^:]+:rulesets(:.*)?$/, Infinity, 8 * 1_024 ** 2],
  [/^[^:]+:protected(:.*)?$/, Infinity, 10_000],
  [/^[^:]+:exports(:lease)?$/, Infinity, 1_000],
];
const BULLMQ = /^\{[^:]+:q\d+\}:/;
/** Meta, events, markers, schedulers and their next jobs of two queues; none of them grows with messages. */
const BULLMQ_KEYS_MAX = 60;
const BULLMQ_EVENTS_MAX = 500;

/** Only keys that are named, each with its expiry or its bound. */
export function keysBounded({ keys, open }: Pick<Evidence, 'keys' | 'open'>): string[] {
  const jobs = keys.filter(({ name }) => BULLMQ.test(name));
  const long = jobs
    .filter(({ size }) => size > BULLMQ_EVENTS_MAX)
    .map(({ name, size }) => `${name} has ${size}`);
  const lasting = keys.filter(({ name, ttlMs }) => /:e:[^:]+$/.test(name) && ttlMs === -1).length;
  const rows = [...open.values()].reduce((sum, count) => sum + count, 0);
  return [
    ...keys.filter(({ name }) => !BULLMQ.test(name)).flatMap(boundOf),
    ...long,
    ...(jobs.length > BULLMQ_KEYS_MAX ? [`${jobs.length} keys of BullMQ`] : []),
    ...(lasting === rows ? [] : [`${lasting} ledger rows without expiry, ${rows} of them open`]),
  ];
}

function boundOf({ name, ttlMs, size }: KeySeen): string[] {
  const bound = BOUNDS.find(([pattern]) => pattern.test(name));
  if (bound === undefined) return [`${name} is none of our keys`];
  const [, longestMs, most] = bound;
  if (size > most) return [`${name} holds ${size} of ${most}`];
  if (longestMs === Infinity) return [];
  return ttlMs === -1 || ttlMs > longestMs ? [`${name} lives ${ttlMs} ms instead of ${longestMs}`] : [];
}

/** What a process may say on stderr on its way: nothing. */
export const processesQuiet = ({ processes }: Pick<Evidence, 'processes'>): string[] =>
  processes.flatMap(({ name, stderr, surprises }) => [
    ...surprises.map((surprise) => `${name} ${surprise}`),
    ...(stderr.length === 0 ? [] : [`${name} wrote to stderr: ${stderr.slice(0, 6).join(' | ')}`]),
  ]);
