import type { Condition, ValueSource } from '../core/condition.ts';
import { digitsIn, digitsSchema } from './digits.ts';
import { sayValues, usableValues } from './shapes.ts';

const MAX_LENGTH = 15;

export const senderPrefix: Condition<ValueSource> = {
  meta: {
    name: 'sender.prefix',
    summary:
      "What the sender's phone number starts with, country code first: `+234`, `'+1 809'`. Punctuation does not matter.",
    schema: digitsSchema(prefixProblem),
    absence: 'a sender whose phone Meta withholds matches none',
    example: "{ any: ['+234', '+1 809'] }",
    explain: 'phone starts with {prefix}, wanted {wanted}',
    weak: true,
  },
  create: (source, context) => {
    const prefixes = usableValues(context, source, prefixProblem).map((entry) => digitsIn(entry) ?? '');
    const set = new Set(prefixes);
    const wanted = sayValues(prefixes.map((prefix) => `+${prefix}`));
    return ({ message: { sender } }) => {
      const found = sender.phone === null ? null : longestPrefix(sender.phone, set);
      const prefix = found === null ? (sender.phone === null ? 'unknown' : 'none of them') : `+${found}`;
      return { matched: found !== null, data: { prefix, wanted } };
    };
  },
};

function longestPrefix(phone: string, set: ReadonlySet<string>): string | null {
  for (let length = Math.min(MAX_LENGTH, phone.length); length > 0; length -= 1) {
    const prefix = phone.slice(0, length);
    if (set.has(prefix)) return prefix;
  }
  return null;
}

function prefixProblem(entry: string): string | null {
  const digits = digitsIn(entry);
  if (digits === null || digits.length > MAX_LENGTH)
    return "expected the start of a phone number, e.g. '+234'";
  return digits.startsWith('0') ? 'there is no country code; write it like +49 151' : null;
}
