import type { FactPlan, FactRequest } from '../../../src/core/facts.ts';
import { factKey } from '../../../src/core/facts.ts';
import type { Observation } from '../../../src/core/state/sender-state.ts';

/** A distinct message in the order of its first observation. */
export interface Logged extends Observation {
  newcomer: boolean;
}
export interface NaiveFacts {
  messagesSeen: number;
  firstSeenAt: number;
  counts: Record<string, number>;
  numberCounts: Record<string, number>;
  normals: Record<string, number>;
}

/** Facts from scratch, out of nothing but the list of all distinct messages: slow, and of no use but to compare with. */
export class NaiveNumber {
  readonly log: readonly Logged[];
  /** The hour in which the first message was observed. */
  readonly since: number | null;

  constructor(log: readonly Logged[] = [], since: number | null = null) {
    this.log = log;
    this.since = since;
  }

  after(chunk: readonly Observation[], now: number): NaiveNumber {
    const log = [...this.log];
    for (const one of chunk) {
      if (log.some(({ key }) => key === one.key)) continue;
      log.push({ ...one, newcomer: !log.some(({ senderId }) => senderId === one.senderId) });
    }
    const isFirst = this.since === null && log.length > 0;
    return new NaiveNumber(log, isFirst ? Math.floor(now / 3_600_000) : this.since);
  }

  /** What a message of the chunk is to know, this being the number after the chunk; twice in a chunk it stands where it stood first. */
  factsOf(chunk: readonly Observation[], { key }: Observation, plan: FactPlan): NaiveFacts {
    const index = chunk.findIndex((one) => one.key === key);
    const self = this.log.find((one) => one.key === key);
    if (self === undefined) throw new Error('nobody logged this message');
    const own = this.log.filter(({ senderId }) => senderId === self.senderId);
    const upToSelf = own.slice(0, own.indexOf(self) + 1);
    const upToHere = chunk.slice(0, index + 1).map((one) => one.key);
    const later = chunk.map((one) => one.key).filter((one) => !upToHere.includes(one));
    const known = this.log.filter((one) => !later.includes(one.key));
    const record = (requests: readonly FactRequest[], messages: readonly Logged[]): Record<string, number> =>
      Object.fromEntries(requests.map((request) => [factKey(request), most(request, messages, self)]));
    const surges = plan.number.filter((request) => request.kind === 'surge');
    return {
      messagesSeen: upToSelf.length - 1,
      firstSeenAt: (own[0]?.at ?? 0) * 1000,
      counts: record(plan.sender, upToSelf),
      numberCounts: record(plan.number, known),
      normals: Object.fromEntries(
        surges.flatMap((request) => {
          const normal = this.#normal(request, known, self.at);
          return normal === null ? [] : [[factKey(request), (normal * request.withinMs) / 3_600_000]];
        }),
      ),
    };
  }

  #normal(request: FactRequest & { kind: 'surge' }, known: readonly Logged[], at: number): number | null {
    const hourOf = (seconds: number): number => Math.floor(seconds / 3600);
    const hours = known.filter((one) => isOf(request.of, one)).map((one) => hourOf(one.at));
    const counts: number[] = [];
    for (let hour = hourOf(at) - 168; hour < hourOf(at); hour += 1) {
      if (this.since === null || hour <= this.since) continue;
      counts.push(hours.filter((one) => one === hour).length);
    }
    if (counts.length < 24) return null;
    // The smallest count that nine tenths of the hours do not exceed.
    const isEnough = (count: number): boolean =>
      counts.filter((other) => other <= count).length * 10 >= counts.length * 9;
    return Math.min(...[...new Set(counts)].filter(isEnough));
  }
}

const isOf = (of: string, { text, newcomer }: Logged): boolean =>
  of === 'messages' || (of === 'texts' ? text : newcomer);

/** The most of what is asked in any window that contains the message: some window begins with a message, or as early as it may. */
function most(request: FactRequest, messages: readonly Logged[], self: Logged): number {
  const withinS = request.withinMs / 1000;
  const starts = [self.at - withinS + 1, ...messages.map(({ at }) => at)].filter(
    (start) => start <= self.at && self.at < start + withinS,
  );
  return Math.max(
    ...starts.map((start) =>
      count(
        request,
        messages.filter(({ at }) => at >= start && at < start + withinS),
        self,
      ),
    ),
  );
}

function count(request: FactRequest, inWindow: readonly Logged[], self: Logged): number {
  switch (request.kind) {
    case 'rate':
    case 'surge':
      return inWindow.filter((one) => isOf(request.of, one)).length;
    case 'duplicate':
      return self.fold === 0 ? 1 : inWindow.filter(({ fold }) => fold === self.fold).length;
    case 'campaign':
      throw new Error('counted elsewhere');
    case 'distinct': {
      const { of } = request;
      const values = inWindow.flatMap(({ text, fold, values }) =>
        of === 'texts' ? (text ? [fold] : []) : values.filter((one) => one.of === of).map(({ hash }) => hash),
      );
      return new Set(values).size;
    }
  }
}
