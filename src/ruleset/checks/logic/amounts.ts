import type { Amount } from '../../../conditions/amount.ts';
import { compileAmount } from '../../../conditions/amount.ts';
import { distinct } from '../../../conditions/distinct.ts';
import { duplicate } from '../../../conditions/duplicate.ts';
import { linksCount } from '../../../conditions/links-count.ts';
import { messageContactCard } from '../../../conditions/message-contact-card.ts';
import { rate } from '../../../conditions/rate.ts';
import { senderMessagesSeen } from '../../../conditions/sender-messages-seen.ts';
import { senderSeenFor } from '../../../conditions/sender-seen-for.ts';
import { senderStrikes } from '../../../conditions/sender-strikes.ts';
import { textCaps } from '../../../conditions/text-caps.ts';
import { textEmoji } from '../../../conditions/text-emoji.ts';
import { textLength } from '../../../conditions/text-length.ts';
import { textRepeats } from '../../../conditions/text-repeats.ts';
import type { Condition } from '../../../core/condition.ts';
import type { Formula } from './formula.ts';
import { every, literal } from './formula.ts';
import type { Meaning } from './meaning.ts';
import type { Variable } from './variable.ts';
import { CARDS, LINKS, real, SEEN, SEEN_FOR, TEXT_LENGTH, whole } from './variable.ts';

export function amountFormula(variable: Variable, amount: Amount): Formula {
  const { holds } = compileAmount(amount);
  const bounds = [amount.at_least, amount.at_most, amount.below, amount.above];
  return literal(
    variable,
    bounds.filter((bound) => bound !== undefined),
    (value) => holds(Number(value)),
  );
}

const over =
  (condition: Condition<Amount>, variable: Variable): Meaning =>
  (options) =>
    amountFormula(variable, condition.meta.schema.parse(options));

interface Counted {
  series: string;
  /** Other series that count at least what this one counts. */
  inside?: readonly string[];
  /** This message is always one of them. */
  self: boolean;
  own: boolean;
}

function counted(
  { series, inside = [], self, own }: Counted,
  { at_least: limit, within }: { at_least: number; within: number },
): Formula {
  const about = { kind: 'window' as const, series, inside, withinMs: within, own };
  const variable = whole(`${series} within ${within}`, Infinity, about, self ? 1 : 0);
  return literal(variable, [limit], (value) => Number(value) >= limit);
}

const capsLetters = whole('text.caps letters');
const emoji = whole('text.emoji');
const part = (variable: Variable, amount: Amount | undefined): Formula =>
  amount === undefined ? every([]) : amountFormula(variable, amount);

/** Conditions that compare numbers, and nothing else. */
export const AMOUNTS: Readonly<Record<string, Meaning>> = {
  distinct: (options) => {
    const { of, ...window } = distinct.meta.schema.parse(options);
    // One message may hold several links or numbers, but is one text.
    const texts = of === 'texts';
    const inside = texts ? ['rate texts', 'rate messages'] : [];
    return counted({ series: `distinct ${of}`, inside, self: false, own: texts }, window);
  },
  duplicate: (options) =>
    counted(
      { series: 'duplicate', inside: ['rate messages'], self: true, own: true },
      duplicate.meta.schema.parse(options),
    ),
  'links.count': over(linksCount, LINKS),
  'message.contact_card': over(messageContactCard, CARDS),
  rate: (options) => {
    const { of, per, ...window } = rate.meta.schema.parse(options);
    const own = per === 'sender';
    const series = own ? `rate ${of}` : `rate ${of} to the number`;
    const inside = of === 'texts' ? [series.replace('texts', 'messages')] : [];
    // Where other senders are unknown nothing is counted over the number.
    return counted({ series, inside, self: own && of === 'messages', own }, window);
  },
  'sender.messages_seen': over(senderMessagesSeen, SEEN),
  'sender.seen_for': over(senderSeenFor, SEEN_FOR),
  'sender.strikes': over(senderStrikes, whole('sender.strikes')),
  'text.caps': (options) => {
    const { min_letters: letters = 10, ...share } = textCaps.meta.schema.parse(options);
    return every([
      amountFormula(capsLetters, { at_least: letters }),
      amountFormula(real('text.caps share', 0, 1), share),
    ]);
  },
  'text.emoji': (options) => {
    const { share, ...count } = textEmoji.meta.schema.parse(options);
    return every([part(emoji, count), part(real('text.emoji share', 0, 1), share)]);
  },
  'text.length': over(textLength, TEXT_LENGTH),
  'text.repeats': (options) => {
    const { characters, words } = textRepeats.meta.schema.parse(options);
    return every([
      part(whole('text.repeats characters'), characters),
      part(whole('text.repeats words'), words),
    ]);
  },
};
