import type { Condition } from '../core/condition.ts';
import { stripInvisible } from '../core/text/plain.ts';
import type { TextViews } from '../core/text/views.ts';
import type { Amount } from './amount.ts';
import { amountSchema, compileAmount } from './amount.ts';
import { codePointsIn } from './code-points.ts';
import { rememberLast } from './remember-last.ts';

export const textLength: Condition<Amount> = {
  meta: {
    name: 'text.length',
    summary:
      'How many characters the text has (Unicode code points), without invisible ones and white space around it.',
    schema: amountSchema,
    absence: 'a message without text has 0',
    example: '{ above: 1000 }',
    explain: '{count} characters, wanted {limit}',
  },
  create: (options) => {
    const { holds, text: limit } = compileAmount(options);
    return ({ text }) => {
      const count = lengthOf(text);
      return { matched: holds(count), data: { count, limit } };
    };
  },
};

const lengthOf = rememberLast(({ raw }: TextViews) => codePointsIn(stripInvisible(raw).trim()));
