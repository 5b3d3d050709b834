import type { Condition } from '../core/condition.ts';
import { likelyPhones } from '../core/state/written-phones.ts';
import type { Amount } from './amount.ts';
import { amountSchema, compileAmount } from './amount.ts';
import { rememberLast } from './remember-last.ts';
import type { ConditionInput } from '../core/condition.ts';

export const textPhones: Condition<Amount> = {
  meta: {
    name: 'text.phones',
    summary:
      'How many different phone numbers are written in the text, with country code, with a 0 in front, or as in the country of the business or of the sender, spaced and dotted ones too. Their own numbers are none. Orders and dates are not meant; a long order number that begins with a 0 may look like one.',
    schema: amountSchema,
    absence: 'a message without text has 0',
    example: '{ at_least: 1 }',
    explain: '{count} phone numbers in the text, wanted {limit}',
  },
  create: (options) => {
    const { holds, text: limit } = compileAmount(options);
    return (input) => {
      const count = phonesIn(input);
      return { matched: holds(count), data: { count, limit } };
    };
  },
};

const phonesIn = rememberLast(({ text, message }: ConditionInput) => likelyPhones(text, message));
