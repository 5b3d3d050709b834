import type { FactPlan, FactRequest, NumberFacts, SeenFacts } from '../facts.ts';
import { factKey, NO_NUMBER_FACTS } from '../facts.ts';
import type { Happening } from './busiest-window.ts';
import { busiestWindow } from './busiest-window.ts';
import type { SeenMessage, SenderState } from './sender-state.ts';

/**
 * The facts of one observed message, or null when the state does not know it (forgotten, late). Only messages observed before it
 * count, so the k-th message of a chunk sees exactly 1..k-1 and judging it again later gives the same facts. Strikes are the
 * ledger's, number-wide facts *observe*'s (`Observed.number`); both come from the caller.
 */
export function factsOf(
  state: SenderState,
  key: string,
  plan: FactPlan,
  activeStrikes = 0,
  number: NumberFacts = NO_NUMBER_FACTS,
): SeenFacts | null {
  const index = state.seen.findLastIndex((message) => message.key === key);
  const self = state.seen[index];
  if (self === undefined) return null;
  const before = plan.sender.length === 0 ? [] : state.seen.slice(0, index + 1);
  const countOf = (request: FactRequest): number =>
    busiestWindow(
      happeningsOf(request, before, self),
      self.at,
      request.withinMs / 1000,
      request.kind === 'distinct',
    );
  return {
    messagesSeen: seenBefore(state, index),
    firstSeenAt: state.firstAt * 1000,
    counts: new Map(plan.sender.map((request) => [factKey(request), countOf(request)])),
    number,
    activeStrikes,
  };
}

/** How many messages of the sender came before the one at `index` of those still remembered. */
export const seenBefore = ({ total, seen }: SenderState, index: number): number =>
  total - (seen.length - index);

function happeningsOf(
  request: FactRequest,
  before: readonly SeenMessage[],
  self: SeenMessage,
): readonly Happening[] {
  switch (request.kind) {
    case 'rate':
    case 'surge':
      return (request.of === 'texts' ? before.filter(({ text }) => text) : before).map(foldHappening);
    case 'duplicate':
      return (self.fold === 0 ? [self] : before.filter(({ fold }) => fold === self.fold)).map(foldHappening);
    case 'campaign':
      // Other senders count; see core/campaign.
      return [];
    case 'distinct': {
      const { of } = request;
      if (of === 'texts') return before.filter(({ text }) => text).map(foldHappening);
      return before.flatMap(({ at, values }) =>
        values.filter((value) => value.of === of).map(({ hash }) => ({ at, value: hash })),
      );
    }
  }
}

const foldHappening = ({ at, fold }: SeenMessage): Happening => ({ at, value: fold });
