import type { Condition, ValueSource } from '../core/condition.ts';
import { digitsIn, digitsSchema } from './digits.ts';
import { sayValues, usableValues } from './shapes.ts';

export const number: Condition<ValueSource> = {
  meta: {
    name: 'number',
    summary:
      'Which of your business numbers the message came to: its phone number id at Meta or the number itself.',
    schema: digitsSchema(numberProblem),
    absence: 'every message came to a number; its id is always known, the number itself nearly always',
    example: "{ any: ['+49 30 1234567', '100000000000010'] }",
    explain: 'came to {number}, wanted {wanted}',
  },
  create: (source, context) => {
    const numbers = usableValues(context, source, numberProblem).map((entry) => digitsIn(entry) ?? '');
    const set = new Set(numbers);
    const wanted = sayValues(numbers);
    return ({ message: { phoneNumberId, displayPhoneNumber } }) => ({
      matched: set.has(phoneNumberId) || (displayPhoneNumber !== null && set.has(displayPhoneNumber)),
      data: {
        number: displayPhoneNumber === null ? phoneNumberId : `${phoneNumberId} (+${displayPhoneNumber})`,
        wanted,
      },
    });
  },
};

function numberProblem(entry: string): string | null {
  const digits = digitsIn(entry);
  return digits !== null && digits.length >= 5 && digits.length <= 20
    ? null
    : 'expected a phone number id or a number with its country code';
}
