import type { LedgerEntry } from '../../src/core/ledger/entry.ts';
import type { Mark } from '../../src/core/state/sender-state.ts';
import type { BlockedUser, Change } from '../../src/simulator/server.ts';
import type { Member } from './cast.ts';
import type { Sent } from './traffic.ts';
import type { NamedCall } from './wire.ts';

/** A key of Redis at the end of a run. */
export interface KeySeen {
  name: string;
  /** -1 = none. */
  ttlMs: number;
  /** Members, or bytes of a string. */
  size: number;
}

export interface ProcessSeen {
  name: string;
  stderr: readonly string[];
  /** Ends nobody asked for. */
  surprises: readonly string[];
}

/** One line of the journal of blocks. */
export interface JournalLine {
  op: string;
  number: string;
  senderId: string;
}

/** Everything a run leaves behind, from outside Cordon as far as there is an outside. All instants in ms. */
export interface Evidence {
  /** The senders' own log. */
  sent: readonly Sent[];
  /** When the last trouble was over. */
  calmAt: number;
  /** When everything that had piled up by then was decided, and people began to write in calm. */
  calmFrom: number;
  /** When this was gathered. */
  at: number;
  /** Answers to deliveries, by status. */
  answers: Readonly<Record<string, number>>;
  /** Every change of Meta's lists since the beginning, as Meta tells it. */
  changes: readonly Change[];
  /** Meta's lists, by number. */
  listed: ReadonlyMap<string, readonly BlockedUser[]>;
  /** Every call that named people, as it went over the wire. */
  calls: readonly NamedCall[];
  /** Message id → what was recorded of it, once for each record (`cordon audit --allows` shows the same). */
  records: ReadonlyMap<string, readonly string[]>;
  /** Message id → when its decision was recorded. */
  decidedAt: ReadonlyMap<string, number>;
  /** Records of messages nobody sent. */
  strangers: number;
  /** Decided-marks of the messages of each. */
  marks: ReadonlyMap<Member, readonly Mark[]>;
  ledger: ReadonlyMap<Member, LedgerEntry | null>;
  /** Ledger rows that are open, by number; also those of people who never wrote. */
  open: ReadonlyMap<string, number>;
  journal: readonly JournalLine[];
  /** Work that is left: jobs by state, dead letters, halted numbers. */
  left: Readonly<Record<string, number>>;
  keys: readonly KeySeen[];
  processes: readonly ProcessSeen[];
}

/** The people of a run and what each sent. */
export function membersOf(sent: readonly Sent[]): Map<Member, Sent[]> {
  const members = new Map<Member, Sent[]>();
  for (const message of sent) {
    const own = members.get(message.member);
    if (own === undefined) members.set(message.member, [message]);
    else own.push(message);
  }
  return members;
}

/** How Meta's list and log name somebody at a number. */
export const metaName = ({ number, who: { phone, userId } }: Member): string =>
  `${number} ${phone ?? userId}`;
export const nameOfRow = (number: string, row: { waId?: string; userId?: string }): string =>
  `${number} ${row.waId ?? row.userId}`;
