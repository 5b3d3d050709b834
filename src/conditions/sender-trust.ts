import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import type { TrustLevel } from '../core/trust.ts';
import { TRUST_LEVELS, trustRank } from '../core/trust.ts';

interface Bounds {
  at_least?: TrustLevel | undefined;
  at_most?: TrustLevel | undefined;
  above?: TrustLevel | undefined;
  below?: TrustLevel | undefined;
}

const level = z.enum(TRUST_LEVELS, { error: `expected ${TRUST_LEVELS.join(', ')}` });
const BOUNDS = ['at_least', 'above', 'at_most', 'below'] as const;

const isWithin = (
  sender: TrustLevel,
  { at_least: atLeast, at_most: atMost, above, below }: Bounds,
): boolean => {
  const rank = trustRank(sender);
  return (
    (atLeast === undefined || rank >= trustRank(atLeast)) &&
    (above === undefined || rank > trustRank(above)) &&
    (atMost === undefined || rank <= trustRank(atMost)) &&
    (below === undefined || rank < trustRank(below))
  );
};

const bounds = z
  .strictObject({
    at_least: level.optional(),
    above: level.optional(),
    at_most: level.optional(),
    below: level.optional(),
  })
  .refine((given) => BOUNDS.some((bound) => given[bound] !== undefined), {
    error: 'say at least one of at_least, at_most, below, above',
  })
  .refine((given) => TRUST_LEVELS.some((sender) => isWithin(sender, given)), {
    error: 'no sender can satisfy this',
  });

export const senderTrust: Condition<Bounds> = {
  meta: {
    name: 'sender.trust',
    summary:
      'How well the number knows the sender: `newcomer`, `known` (3 messages before this one, the first a day ago), `regular` (20 over 7 days, no strike that counts), `customer` (in the list of `trust:` in policy.yaml) or `staff` (protected). A level alone means at least that.',
    schema: z.union([level.transform((atLeast): Bounds => ({ at_least: atLeast })), bounds]),
    absence: 'a sender never seen before is a newcomer, unless the policy lists them',
    example: '{ at_least: customer }',
    explain: 'sender is {trust}, wanted {wanted}',
  },
  create: (given) => {
    const wanted = BOUNDS.flatMap((bound) =>
      given[bound] === undefined ? [] : [`${bound.replace('_', ' ')} ${given[bound]}`],
    ).join(' and ');
    return ({ facts: { trust } }) => ({ matched: isWithin(trust, given), data: { trust, wanted } });
  },
};
