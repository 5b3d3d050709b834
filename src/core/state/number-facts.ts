import { alikeOf } from '../campaign/alike.ts';
import type { ClustersByKey } from '../campaign/compare.ts';
import { comparedIn } from '../campaign/compare.ts';
import type { FactPlan, NumberFacts, NumberRequest } from '../facts.ts';
import { factKey, NO_NUMBER_FACTS } from '../facts.ts';
import { seenBefore } from './facts.ts';
import { HoursAround } from './hours-around.ts';
import type { Counted, Counter, NumberCounts } from './number-counts.ts';
import { HOUR_S, reachOf } from './number-counts.ts';
import { SecondsAround } from './seconds-around.ts';
import type { Observation, SenderState } from './sender-state.ts';

const HOUR_MS = HOUR_S * 1000;

/**
 * The number-wide facts of a chunk's messages, by message key. `known` counts everything up to and including the chunk, `senders`
 * are as they were after it. The k-th message sees all that was observed before the chunk and the chunk's messages 1..k: the
 * chunk's later ones are taken out first, so a chunk that is observed again gives the same unless others came in between.
 */
export function numberFactsOf(
  chunk: readonly Observation[],
  senders: ReadonlyMap<string, { state: SenderState }>,
  { counts, clusters }: { counts: NumberCounts; clusters: ClustersByKey },
  plan: FactPlan,
): ReadonlyMap<string, NumberFacts> {
  const counted = countsOf(chunk, senders, counts, plan);
  const alike = alikeOf(comparedIn(chunk, clusters, senders), plan.campaign.requests);
  return new Map(
    [...new Set([...counted.keys(), ...alike.keys()])].map((key) => [
      key,
      { ...(counted.get(key) ?? NO_NUMBER_FACTS), alike: alike.get(key) ?? [] },
    ]),
  );
}

type Counts = Pick<NumberFacts, 'counts' | 'normals'>;

function countsOf(
  chunk: readonly Observation[],
  senders: ReadonlyMap<string, { state: SenderState }>,
  known: NumberCounts,
  plan: FactPlan,
): ReadonlyMap<string, Counts> {
  const messages = plan.number.length === 0 ? [] : [...countedOf(chunk, senders)];
  if (messages.length === 0) return new Map();
  const own = messages.map(([, message]) => message);
  const seconds = new Map<Counter, SecondsAround>();
  const hours = new Map<Counter, HoursAround>();
  for (const request of plan.number) {
    const counter = counterOf(request);
    if (!seconds.has(counter))
      seconds.set(counter, new SecondsAround(counter, known, own, reachOf(plan).seconds));
    if (request.kind === 'surge' && !hours.has(request.of))
      hours.set(request.of, new HoursAround(request.of, known, own));
  }
  return new Map(
    messages.map(([key, message]) => {
      for (const around of [...seconds.values(), ...hours.values()]) around.put(message);
      return [key, factsAt(message.at, plan.number, seconds, hours)];
    }),
  );
}

function factsAt(
  at: number,
  requests: readonly NumberRequest[],
  seconds: ReadonlyMap<Counter, SecondsAround>,
  hours: ReadonlyMap<Counter, HoursAround>,
): Counts {
  const counts = new Map<string, number>();
  const normals = new Map<string, number>();
  for (const request of requests) {
    const counter = counterOf(request);
    counts.set(factKey(request), seconds.get(counter)?.busiest(at, request.withinMs / 1000) ?? 0);
    const normal = request.kind === 'surge' ? hours.get(counter)?.normalAt(at) : null;
    if (normal !== null && normal !== undefined)
      normals.set(factKey(request), (normal * request.withinMs) / HOUR_MS);
  }
  return { counts, normals };
}

const counterOf = ({ of }: NumberRequest): Counter => of;

/** The chunk's messages the state knows, each once, in order; the others have no facts. */
function countedOf(
  chunk: readonly Observation[],
  senders: ReadonlyMap<string, { state: SenderState }>,
): ReadonlyMap<string, Counted> {
  const counted = new Map<string, Counted>();
  const places = new Map<string, ReadonlyMap<string, number>>();
  for (const { senderId, key } of chunk) {
    const state = senders.get(senderId)?.state;
    if (state === undefined) continue;
    const known = places.get(senderId) ?? new Map(state.seen.map((message, index) => [message.key, index]));
    places.set(senderId, known);
    const index = known.get(key);
    const message = index === undefined ? undefined : state.seen[index];
    if (index === undefined || message === undefined) continue;
    counted.set(key, { at: message.at, text: message.text, newcomer: seenBefore(state, index) === 0 });
  }
  return counted;
}
