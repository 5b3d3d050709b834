import { z } from 'zod';
import type { Condition } from '../core/condition.ts';

export const messageFromAd: Condition<boolean> = {
  meta: {
    name: 'message.from_ad',
    summary:
      "Whether the person came from an ad or post of yours (`true`) or not (`false`). Many people then send the ad's prefilled text.",
    schema: z.boolean({ error: 'expected true or false' }),
    absence: 'a message Meta tells no origin of did not come from an ad',
    example: 'true',
    explain: 'came from {from}, wanted {wanted}',
  },
  create: (option) => {
    const wanted = option ? 'an ad or post' : 'no ad';
    return ({ message: { referral } }) => ({
      matched: (referral !== null) === option,
      data: { from: referral === null ? 'no ad' : referral.sourceType || 'ad', wanted },
    });
  },
};
