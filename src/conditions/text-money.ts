import type { Condition } from '../core/condition.ts';
import type { TextViews } from '../core/text/views.ts';
import type { Amount } from './amount.ts';
import { amountSchema, compileAmount } from './amount.ts';
import { CURRENCY_BEGINNINGS, CURRENCY_WORDS } from './currency-words.ts';
import { rememberLast } from './remember-last.ts';

export const textMoney: Condition<Amount> = {
  meta: {
    name: 'text.money',
    summary:
      'How many amounts of money the text names: a number beside a currency, as a sign, a code or a word of any language (£1000, 500 euro, Rs 2,000, 5000₽, 10k usdt), in the digits of any script. Numbers without a currency are none.',
    schema: amountSchema,
    absence: 'a message without text has 0',
    example: '{ at_least: 1 }',
    explain: '{count} amounts of money, wanted {limit}',
  },
  create: (options) => {
    const { holds, text: limit } = compileAmount(options);
    return ({ text }) => {
      const count = amountsIn(text);
      return { matched: holds(count), data: { count, limit } };
    };
  },
};

/** Amounts that are looked at closely in one text: the first ones tell enough. */
const MAX_LOOKS = 64;
/** Each character has one way to match, so the time is linear. */
const NUMBER = /\p{Nd}+(?:[.,'’ \u00a0]\p{Nd}+)*/gu;
const SIGN_BEFORE = /[\p{Sc}💵💶💷💴💰💲]\s?$/u;
const WORD_BEFORE = /(?:^|[^\p{L}\p{M}\p{N}])([\p{L}\p{M}]{1,6}\$?)\.?\s?$/u;
/** `k`, `тыс.`, `million` … may stand between the number and its currency. */
const THOUSANDS =
  '(?:(?:k|m|mio|mln|mil|tsd|к|тыс|т|млн|thousand|million|juta|ribu|lakh|crore)(?!\\p{L})\\.?\\s?(?:of |de )?)?';
const SIGN_AFTER = new RegExp(`^\\s?${THOUSANDS}\\+?\\s?[\\p{Sc}💵💶💷💴💰💲]`, 'u');
const WORD_AFTER = new RegExp(
  `^[\\s.-]{0,2}${THOUSANDS}([\\p{L}\\p{M}]{1,12}\\$?)(?![\\p{L}\\p{M}\\p{N}])`,
  'u',
);
const AROUND = 24;

const amountsIn = rememberLast(({ plain }: TextViews) => {
  let count = 0;
  let looks = 0;
  for (const { 0: number, index } of plain.matchAll(NUMBER)) {
    if (looks >= MAX_LOOKS) break;
    looks += 1;
    const end = index + number.length;
    if (isMoney(plain.slice(Math.max(0, index - AROUND), index), plain.slice(end, end + AROUND))) count += 1;
  }
  return count;
});

function isMoney(before: string, after: string): boolean {
  if (SIGN_BEFORE.test(before) || SIGN_AFTER.test(after)) return true;
  const [, unit = ''] = WORD_BEFORE.exec(before) ?? [];
  if (CURRENCY_WORDS.has(unit) && unit.length > 1) return true;
  if (CURRENCY_BEGINNINGS.test(after)) return true;
  const [, word = ''] = WORD_AFTER.exec(after) ?? [];
  return CURRENCY_WORDS.has(word);
}
