import type { Alike, CampaignRequest } from './campaign/shared.ts';
import type { TraitKind } from './campaign/trait.ts';
import { TRAIT_KINDS } from './campaign/trait.ts';
import type { TrustLevel } from './trust.ts';

/**
 * What a condition may know beyond the message itself: of its sender, and of all senders of its number. Conditions declare the
 * facts they need; the union over a ruleset is its fact plan. Every count is the most there was in any window of `withinMs` that
 * contains the message's own time, this message included; windows are half-open, so two messages exactly `withinMs` apart share none.
 */
export type FactRequest =
  /** Messages (or those of type text) of this sender, or of everybody who writes to the number. */
  | { kind: 'rate'; of: 'messages' | 'texts'; per: 'sender' | 'number'; withinMs: number }
  /** Messages of this sender with the same folded text (or the same media hash when there is no text). */
  | { kind: 'duplicate'; withinMs: number }
  /** Different link hosts, phone numbers or folded texts this sender wrote. */
  | { kind: 'distinct'; of: 'links' | 'phones' | 'texts'; withinMs: number }
  /** Messages, or first messages of new senders, to the number, and what is normal for it. */
  | { kind: 'surge'; of: 'messages' | 'newcomers'; withinMs: number }
  /** Different senders of messages with such a trait in common; `atLeast` of them make a campaign. */
  | ({ kind: 'campaign' } & CampaignRequest);

/** What is remembered of a message beside its text, only where some rule counts it. */
export type ValueKind = 'links' | 'phones';

/** What a whole ruleset asks for, each once. */
export interface FactPlan {
  /** Counted over the sender's own messages. */
  sender: readonly FactRequest[];
  /** Counted over all messages to the number; empty = nothing of it is read. */
  number: readonly NumberRequest[];
  values: readonly ValueKind[];
  /** By what messages of different senders are compared, and what is asked of that; both empty = they are not. */
  campaign: { of: readonly TraitKind[]; requests: readonly CampaignRequest[] };
}
export type NumberRequest = FactRequest & { kind: 'rate' | 'surge' };

/** The longest window over one sender's messages: their ids are kept a little longer than this. */
export const MAX_WINDOW_MS = 24 * 3_600_000;
/** The longest window over all messages to a number. */
export const MAX_NUMBER_WINDOW_MS = 3_600_000;

/** Number-wide counts around one message, by `factKey`; empty where other senders are unknown (a replay of single lines). */
export interface NumberFacts {
  counts: ReadonlyMap<string, number>;
  /** What would be normal within a surge's window; absent below a day of history. */
  normals: ReadonlyMap<string, number>;
  /** One for each trait of the message that is compared: what others sent like it. */
  alike: readonly Alike[];
}

export interface Facts {
  /** Messages seen from this sender before this one (to this number), for as long as the sender is remembered. */
  messagesSeen: number;
  /** First message of this sender, ms; equals the message's own time for a newcomer. */
  firstSeenAt: number;
  /** Counts over the sender's own messages, by `factKey`: one for every request of the plan. */
  counts: ReadonlyMap<string, number>;
  number: NumberFacts;
  /** Strikes of this sender that had not expired when the message's chunk was judged. */
  activeStrikes: number;
  /** How well the number knows the sender. */
  trust: TrustLevel;
}

/** All but trust, for which the policy is asked as well. */
export type SeenFacts = Omit<Facts, 'trust'>;

/** Requests live as long as their ruleset, and every message asks for their names. */
const keys = new WeakMap<FactRequest, string>();

/** The name a request's answer goes by; equal requests have equal keys. */
export function factKey(request: FactRequest): string {
  const known = keys.get(request);
  if (known !== undefined) return known;
  const key = writtenKey(request);
  keys.set(request, key);
  return key;
}

function writtenKey(request: FactRequest): string {
  const of = 'of' in request ? request.of.toString() : '';
  const per = 'per' in request ? request.per : '';
  const atLeast = 'atLeast' in request ? [request.atLeast] : [];
  return [request.kind, of, per, request.withinMs, ...atLeast].join(' ');
}

export const isNumberWide = (request: FactRequest): request is NumberRequest =>
  request.kind === 'surge' || (request.kind === 'rate' && request.per === 'number');

export function factPlan(requests: readonly FactRequest[]): FactPlan {
  const distinct = [...new Map(requests.map((request) => [factKey(request), request])).values()].sort(
    (a, b) => a.withinMs - b.withinMs,
  );
  const values = distinct.flatMap((request) =>
    request.kind === 'distinct' && request.of !== 'texts' ? [request.of] : [],
  );
  const campaigns = distinct.filter((request) => request.kind === 'campaign');
  return {
    sender: distinct.filter((request) => !isNumberWide(request) && request.kind !== 'campaign'),
    number: distinct.filter(isNumberWide),
    values: [...new Set(values)].sort(),
    campaign: {
      of: TRAIT_KINDS.filter((kind) => campaigns.some(({ of }) => of.includes(kind))),
      requests: campaigns,
    },
  };
}

export const NO_PLAN: FactPlan = factPlan([]);
export const NO_NUMBER_FACTS: NumberFacts = { counts: new Map(), normals: new Map(), alike: [] };
