import type { Evidence } from './evidence.ts';

/** Something that happened to the world, for reckoning how long it took to recover. */
export interface Happening {
  at: number;
  what: 'redis killed' | 'worker killed' | 'meta healed';
}

/** One delivery that was taken: when this try began, and when it was answered. */
export interface Ack {
  askedAt: number;
  at: number;
}

/** Lengths in ms, one for each time it happened; the median and the longest are told. */
export interface Recovery {
  /** Redis killed → a delivery that came afterwards is acknowledged. */
  acknowledging: number[];
  /** Worker killed → the last message acknowledged before the kill, and undecided then, is decided. */
  judging: number[];
  /** Meta well again → the next block or lift lands. */
  landing: number[];
}

/** From the senders' own log, Meta's log of changes, and when decisions were recorded. */
export function recoveryTimes(
  happenings: readonly Happening[],
  { sent, changes, decidedAt }: Pick<Evidence, 'sent' | 'changes' | 'decidedAt'>,
  acks: readonly Ack[],
): Recovery {
  const after = (what: Happening['what'], next: (at: number) => number | null): number[] =>
    happenings.flatMap((one) => {
      const until = one.what === what ? next(one.at) : null;
      return until === null || !Number.isFinite(until) ? [] : [until - one.at];
    });
  return {
    acknowledging: after('redis killed', (at) =>
      least(acks.filter(({ askedAt }) => askedAt > at).map((ack) => ack.at)),
    ),
    judging: after('worker killed', (at) => {
      const under = sent.flatMap(({ id, ackedAt }) => {
        const decided = decidedAt.get(id);
        return ackedAt !== null && ackedAt < at && decided !== undefined && decided > at ? [decided] : [];
      });
      return under.length === 0 ? null : Math.max(...under);
    }),
    landing: after('meta healed', (at) =>
      least(changes.filter((change) => change.at > at).map((change) => change.at)),
    ),
  };
}

const least = (values: readonly number[]): number => Math.min(Infinity, ...values);

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
