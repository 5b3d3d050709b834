import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { formatPercent } from '../core/percent.ts';
import type { TextViews } from '../core/text/views.ts';
import type { Amount } from './amount.ts';
import { canHoldShare, compileAmount, isGiven, NO_AMOUNT, NO_BOUND, shareBounds } from './amount.ts';
import { codePointsIn } from './code-points.ts';
import { rememberLast } from './remember-last.ts';
import { countSchema } from './shapes.ts';

type Options = Amount & { min_letters?: number | undefined };

const DEFAULT_MIN_LETTERS = 10;

export const textCaps: Condition<Options> = {
  meta: {
    name: 'text.caps',
    summary: `The share of capitals among the letters that know capitals, in texts of at least \`min_letters\` such letters (${DEFAULT_MIN_LETTERS} unless you say otherwise).`,
    schema: z
      .strictObject({ ...shareBounds, min_letters: countSchema.optional() })
      .refine(isGiven, NO_BOUND)
      .refine(canHoldShare, NO_AMOUNT),
    absence: 'a text with fewer such letters (none in Arabic, Hindi, Thai or Chinese) never matches',
    example: '{ at_least: 70%, min_letters: 20 }',
    explain: '{share} of {letters} letters are capitals, wanted {limit} of {min_letters} letters or more',
  },
  create: ({ min_letters: minLetters = DEFAULT_MIN_LETTERS, ...amount }) => {
    const { holds, text: limit } = compileAmount(amount, formatPercent);
    return ({ text }) => {
      const { capitals, letters } = lettersOf(text);
      const share = letters === 0 ? 0 : capitals / letters;
      return {
        matched: letters >= minLetters && holds(share),
        data: { share: formatPercent(share), letters, limit, min_letters: minLetters },
      };
    };
  },
};

const lettersOf = rememberLast(({ raw }: TextViews) => {
  const capitals = codePointsIn(raw.replace(/\P{Lu}+/gu, ''));
  return { capitals, letters: capitals + codePointsIn(raw.replace(/\P{Ll}+/gu, '')) };
});
