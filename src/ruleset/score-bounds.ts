import { z } from 'zod';

const points = z.number({ error: 'expected a number' }).min(-1_000_000).max(1_000_000).optional();

interface Bounds {
  at_least?: number | undefined;
  above?: number | undefined;
  at_most?: number | undefined;
  below?: number | undefined;
}

/** What `score:` takes inside `when`. Points may be negative and have decimals. */
export const scoreBoundsSchema = z
  .strictObject({ at_least: points, above: points, at_most: points, below: points })
  .refine((bounds) => Object.values(bounds).some((bound) => bound !== undefined), {
    error: 'say at least one of at_least, at_most, below, above',
  })
  .refine(canHold, { error: 'no score can satisfy this' });

function canHold({ at_least: atLeast, above, at_most: atMost, below }: Bounds): boolean {
  const lowest = Math.max(atLeast ?? -Infinity, above ?? -Infinity);
  const highest = Math.min(atMost ?? Infinity, below ?? Infinity);
  const isOpen = lowest === above || highest === below;
  return lowest < highest || (lowest === highest && !isOpen);
}

/** Binds the bounds once; `limit` reads "at least 2 and below 5". */
export function compileScoreBounds({ at_least: atLeast, above, at_most: atMost, below }: Bounds): {
  holds: (score: number) => boolean;
  limit: string;
} {
  const said = (word: string, bound: number | undefined): string[] =>
    bound === undefined ? [] : [`${word} ${bound}`];
  const parts = [
    ...said('at least', atLeast),
    ...said('above', above),
    ...said('at most', atMost),
    ...said('below', below),
  ];
  return {
    holds: (score) =>
      score >= (atLeast ?? -Infinity) &&
      score <= (atMost ?? Infinity) &&
      (above === undefined || score > above) &&
      (below === undefined || score < below),
    limit: parts.join(' and '),
  };
}
