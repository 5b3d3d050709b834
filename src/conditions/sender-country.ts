import type { Condition, ValueSource } from '../core/condition.ts';
import { countryCode, countryOf, countryProblem } from './country.ts';
import { checkedValues, sayValues, usableValues } from './shapes.ts';

export const senderCountry: Condition<ValueSource> = {
  meta: {
    name: 'sender.country',
    summary:
      "The country of the sender's number as an ISO code, from Meta's user id (`BR.…`), else from the phone. It is where the number was issued, not where the person is.",
    schema: checkedValues(countryProblem),
    absence: 'a sender whose country cannot be told is `unknown`, which may be listed too',
    example: '{ any: [IN, BR, unknown] }',
    explain: 'from {country}, wanted {wanted}',
    weak: true,
  },
  create: (source, context) => {
    const codes = usableValues(context, source, countryProblem).map(countryCode);
    const set = new Set(codes);
    const wanted = sayValues(codes);
    return ({ message }) => {
      const country = countryOf(message.sender);
      return { matched: set.has(country), data: { country, wanted } };
    };
  },
};
