import { statusOf } from '../../src/core/ledger/next-action.ts';
import type { Change } from '../../src/simulator/server.ts';
import { inputOf } from '../e2e/writers.ts';
import { COOLDOWNS_MS, type Kind, type Member } from './cast.ts';
import { membersOf, metaName, nameOfRow, type Evidence } from './evidence.ts';
import type { Sent } from './traffic.ts';

/** A lift comes at most this long after the cooldown's end, or after the last trouble if that is later. */
export const LIFT_BOUND_MS = 15_000;
/** Timestamps of messages are whole seconds, and the simulator's process has a clock of its own. */
const CLOCKS_MS = 1_000;

const ACTION: Record<Kind, string> = {
  ...{ innocent: 'allow', passing: 'cooldown', repeat: 'cooldown', forever: 'block' },
  ...{ protected: 'allow', late: 'late', stale: 'block' },
};
const MAY_BE_BLOCKED: ReadonlySet<Kind> = new Set(['passing', 'repeat', 'forever', 'stale']);
const shown = ({ kind, number, who }: Member): string => `${kind} ${who.name} at ${number}`;

/** Meta's changes by whom they are about. */
function changesByName(changes: readonly Change[]): Map<string, Change[]> {
  const byName = new Map<string, Change[]>();
  for (const change of changes) {
    const name = nameOfRow(change.phoneNumberId, change);
    byName.set(name, [...(byName.get(name) ?? []), change]);
  }
  return byName;
}

/** Every acknowledged message was decided exactly once, rightly; no other more than once, and none that was never sent. */
export function decidedOnce({ sent, records, strangers, marks }: Evidence): string[] {
  const wrong = sent.flatMap(({ id, member, ackedAt }) => {
    const found = records.get(id) ?? [];
    // A message that comes too late leaves no mark, so a copy of it is told again; it changes nothing else.
    const once = member.kind === 'late' ? new Set(found).size : found.length;
    if (once > 1) return [`${id} of ${shown(member)} decided ${once} times: ${found.join()}`];
    if (ackedAt !== null && once === 0) return [`${id} of ${shown(member)} acknowledged and never decided`];
    const right = found.every((action) => action === ACTION[member.kind]);
    return right ? [] : [`${id} of ${shown(member)} decided as ${found.join()}`];
  });
  const twice = [...membersOf(sent)].flatMap(([member, own]) => {
    const seen = marks.get(member) ?? [];
    const handed = own.filter(({ handedAt }) => handedAt !== null).length;
    const undecided = seen.filter((mark) => mark === 'undecided').length;
    if (undecided > 0) return [`${undecided} messages of ${shown(member)} left undecided`];
    return seen.length > handed ? [`${seen.length} messages of ${shown(member)} known, ${handed} sent`] : [];
  });
  return [...wrong, ...twice, ...(strangers > 0 ? [`${strangers} records of messages nobody sent`] : [])];
}

/** Every offender whose offence was taken is or was blocked, or the ledger says why not. */
export function offendersAnswered({ sent, changes, ledger, at, calmFrom }: Evidence): string[] {
  const byName = changesByName(changes);
  return [...membersOf(sent)].flatMap(([member, own]) => {
    if (!MAY_BE_BLOCKED.has(member.kind) || own.every(({ ackedAt }) => ackedAt === null)) return [];
    if (byName.has(metaName(member))) return [];
    const entry = ledger.get(member) ?? null;
    const status = entry === null ? 'unknown to the ledger' : statusOf(entry, at);
    if (['armed', 'held', 'refused'].includes(status)) return [];
    // The cooldown ran out while Meta, workers or Redis were away; that excuses nobody who offended in calm.
    const overtaken = status === 'none' && entry?.strikesTotal !== 0 && member.kind !== 'forever';
    const inTrouble = own.some(({ handedAt }) => handedAt !== null && handedAt < calmFrom);
    return overtaken && inTrouble ? [] : [`${shown(member)} was never blocked: ${status}`];
  });
}

/** No cooldown ends early, and each is over within its bound: by Meta's list and log, and the senders' own. */
export function cooldownsEnd({ sent, changes, listed, calmAt, at }: Evidence): string[] {
  const byName = changesByName(changes);
  const onList = new Set([...listed].flatMap(([number, rows]) => rows.map((row) => nameOfRow(number, row))));
  return [...membersOf(sent)].flatMap(([member, own]) => {
    if (member.kind !== 'passing' && member.kind !== 'repeat') return [];
    const handed = own.flatMap(({ handedAt }) => (handedAt === null ? [] : [handedAt]));
    const story = byName.get(metaName(member)) ?? [];
    const [block, lift] = story;
    if (block === undefined) return [];
    if (onList.has(metaName(member))) return [`${shown(member)} is still blocked`];
    const dueAt = Math.max(...handed, calmAt) + COOLDOWNS_MS[member.kind === 'repeat' ? 1 : 0];
    const last = story.at(-1)?.at ?? at;
    if (last > dueAt + LIFT_BOUND_MS) return [`${shown(member)} was let in ${last - dueAt} ms late`];
    const early = Math.min(...handed) + COOLDOWNS_MS[0] - CLOCKS_MS - (lift?.at ?? Infinity);
    return early > 0 ? [`${shown(member)} was let in ${early} ms early`] : [];
  });
}

/** Who is not to be blocked is on no list and in no call, at no time. */
export function innocentsUntouched({ sent, changes, listed, calls }: Evidence): string[] {
  const innocent = new Map<string, Member>();
  const byInput = new Map<string, Member>();
  for (const member of membersOf(sent).keys()) {
    if (MAY_BE_BLOCKED.has(member.kind)) continue;
    innocent.set(metaName(member), member);
    for (const input of [inputOf(member.who), member.who.userId])
      if (input !== null) byInput.set(`${member.number} ${input}`, member);
  }
  const changed = changes.flatMap((change) => {
    const member = innocent.get(nameOfRow(change.phoneNumberId, change));
    return member === undefined ? [] : [`${change.op} of ${shown(member)}`];
  });
  const rows = [...listed].flatMap(([number, list]) =>
    list.flatMap((row) =>
      innocent.has(nameOfRow(number, row)) ? [`${nameOfRow(number, row)} is listed`] : [],
    ),
  );
  const named = calls.flatMap(({ verb, number, users }) =>
    users.flatMap((user) => {
      const member = byInput.get(`${number} ${user}`);
      return member === undefined ? [] : [`a ${verb} named ${shown(member)}`];
    }),
  );
  return [...changed, ...rows, ...named];
}

/** One episode, one strike: duplicates, copies on two workers and late companions add none. */
export function oneStrikeEach({ sent, ledger, records }: Evidence): string[] {
  return [...membersOf(sent)].flatMap(([member, own]) => {
    const decided = own.filter(({ id }) => (records.get(id) ?? []).length > 0);
    const strikes = ledger.get(member)?.strikesTotal ?? 0;
    const [least, most] = strikesOf(member.kind, decided);
    return strikes >= least && strikes <= most
      ? []
      : [`${shown(member)} has ${strikes} strikes instead of ${least} to ${most}`];
  });
}

function strikesOf(kind: Kind, decided: readonly Sent[]): [least: number, most: number] {
  if (decided.length === 0 || !MAY_BE_BLOCKED.has(kind)) return [0, 0];
  return kind === 'repeat' ? [1, decided.length] : [1, 1];
}
