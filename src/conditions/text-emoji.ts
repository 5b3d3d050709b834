import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { formatPercent } from '../core/percent.ts';
import type { Amount } from './amount.ts';
import { canHoldCount, compileAmount, countBounds, isGiven, NO_AMOUNT, shareAmountSchema } from './amount.ts';
import { countEmoji } from './emoji.ts';

type Options = Amount & { share?: Amount | undefined };

export const textEmoji: Condition<Options> = {
  meta: {
    name: 'text.emoji',
    summary:
      'How many emoji the text has, as people see them (a flag or a family is one), and with `share` how much of the text they are (white space aside). Both must fit.',
    schema: z
      .strictObject({ ...countBounds, share: shareAmountSchema.optional() })
      .refine((options) => options.share !== undefined || isGiven(options), {
        error: 'say at least one of at_least, at_most, below, above, share',
      })
      .refine(canHoldCount, NO_AMOUNT),
    absence: 'a message without text has 0, a share of 0%',
    example: '{ at_least: 10, share: { at_least: 50% } }',
    explain: '{count} emoji, {share} of the text; wanted {limit}',
  },
  create: ({ share: shareAmount, ...amount }) => {
    const count = compileAmount(amount);
    const share = compileAmount(shareAmount ?? {}, formatPercent);
    const limit = [count.text, share.text === '' ? '' : `a share of ${share.text}`]
      .filter((part) => part !== '')
      .join(' and ');
    return ({ text }) => {
      const { emoji, others } = countEmoji(text);
      const part = emoji === 0 ? 0 : emoji / (emoji + others);
      return {
        matched: count.holds(emoji) && share.holds(part),
        data: { count: emoji, share: formatPercent(part), limit },
      };
    };
  },
};
