import type { Change } from '../simulator/server.ts';
import type { LogLine } from './sender/log.ts';

/** What the demo closes with. Counts of messages and of people, from the sender's log and the simulator's list. */
export interface Result {
  /** Messages the receiver acknowledged. */
  sent: number;
  /** Those of them with a decision stored in Redis; the others are lost. */
  moderated: number;
  /** People who were blocked at least once. */
  blocked: number;
  /** People who were let back in at least once. */
  lifted: number;
  innocentBlocked: number;
  lost: number;
}

export interface Evidence {
  log: readonly LogLine[];
  /** Ids of acknowledged messages with a decision in Redis. */
  decided: ReadonlySet<string>;
  /** What the simulator applied, oldest first. */
  changes: readonly Pick<Change, 'op' | 'waId' | 'userId'>[];
  /** People on the simulator's list in the end. */
  stillBlocked: number;
}

type Person = LogLine['person'];
/** The name a person has in Cordon: the business-scoped id, else the phone. */
export const senderIdOf = ({ userId, phone }: Person): string => userId ?? phone ?? '';

/** Compares what was sent with what became of it. No problems = the story went as it must. */
export function reckon({ log, decided, changes, stillBlocked }: Evidence): {
  result: Result;
  problems: string[];
} {
  const people = new Map(log.map(({ person }) => [senderIdOf(person), person]));
  const byPhone = new Map([...people.values()].map((person) => [person.phone, person]));
  const sent = new Set(log.filter(({ kind }) => kind === 'sent').map(({ id }) => id));
  const moderated = [...sent].filter((id) => decided.has(id)).length;

  const balance = new Map<string, { blocks: number; lifts: number }>();
  for (const { op, waId, userId } of changes) {
    const known = people.get(userId ?? '') ?? byPhone.get(waId ?? '');
    const name = known === undefined ? (userId ?? waId ?? '') : senderIdOf(known);
    const { blocks, lifts } = balance.get(name) ?? { blocks: 0, lifts: 0 };
    balance.set(name, op === 'block' ? { blocks: blocks + 1, lifts } : { blocks, lifts: lifts + 1 });
  }
  const blocked = [...balance].filter(([, { blocks }]) => blocks > 0).map(([name]) => name);
  const unlifted = [...balance.values()].filter(({ blocks, lifts }) => blocks !== lifts).length;
  const innocentBlocked = blocked.filter((name) => people.get(name)?.part === 'innocent').length;
  const strangers = blocked.filter((name) => !people.has(name)).length;
  const offenders = [...people.values()].filter(({ part }) => part === 'offender').map(senderIdOf);
  const spared = offenders.filter((name) => !blocked.includes(name)).length;
  const count = (kind: LogLine['kind']): number => log.filter((line) => line.kind === kind).length;
  const result: Result = {
    sent: sent.size,
    moderated,
    blocked: blocked.length,
    lifted: [...balance.values()].filter(({ lifts }) => lifts > 0).length,
    innocentBlocked,
    lost: sent.size - moderated,
  };
  const findings: [number, string][] = [
    [sent.size === 0 ? 1 : 0, 'no message was acknowledged'],
    [result.lost, 'acknowledged messages without a decision'],
    [innocentBlocked, 'innocent people were blocked'],
    [strangers, 'people were blocked who never wrote'],
    [spared, 'offenders were not blocked'],
    [unlifted, 'people were not let back in as often as they were blocked'],
    [stillBlocked, 'people are still on the blocklist'],
    [count('failed'), 'messages were never acknowledged'],
    [count('believed'), 'forged deliveries were not refused'],
  ];
  const problems = findings.flatMap(([n, what]) =>
    n === 0 ? [] : [sent.size === 0 && n === 1 ? what : `${n} ${what}`],
  );
  return { result, problems };
}
