import { countryCode } from '../../../conditions/country.ts';
import { messageForwarded } from '../../../conditions/message-forwarded.ts';
import { messageFromAd } from '../../../conditions/message-from-ad.ts';
import { messageIsReply } from '../../../conditions/message-is-reply.ts';
import { messageType } from '../../../conditions/message-type.ts';
import { senderCountry } from '../../../conditions/sender-country.ts';
import { senderTrust } from '../../../conditions/sender-trust.ts';
import { timeBetween } from '../../../conditions/time-between.ts';
import { timeDays } from '../../../conditions/time-days.ts';
import type { TrustLevel } from '../../../core/trust.ts';
import { TRUST_LEVELS, trustRank } from '../../../core/trust.ts';
import type { Formula } from './formula.ts';
import { literal } from './formula.ts';
import type { Meaning } from './meaning.ts';
import type { Variable } from './variable.ts';
import { choice, MESSAGE_TYPE, TRUST, whole } from './variable.ts';

const oneOf = (variable: Variable, values: readonly string[]): Formula => {
  const set = new Set(values);
  return literal(variable, values, (value) => set.has(String(value)));
};

const forwarded = choice('message.forwarded', ['no', 'once', 'many']);
const fromAd = choice('message.from_ad', ['yes', 'no']);
const reply = choice('message.is_reply', ['none', 'other', 'us']);
const country = choice('sender.country', [], true);
const LAST_MINUTE = 24 * 60 - 1;

/** Conditions that ask which of several values a message has, and nothing else. */
export const CHOICES: Readonly<Record<string, Meaning>> = {
  'message.forwarded': (options) => {
    const wanted = messageForwarded.meta.schema.parse(options);
    return oneOf(forwarded, wanted === true ? ['once', 'many'] : [wanted]);
  },
  'message.from_ad': (options) => oneOf(fromAd, [messageFromAd.meta.schema.parse(options) ? 'yes' : 'no']),
  'message.is_reply': (options) =>
    oneOf(reply, messageIsReply.meta.schema.parse(options) === true ? ['other', 'us'] : ['us']),
  'message.type': (options) => oneOf(MESSAGE_TYPE, messageType.meta.schema.parse(options).any),
  'sender.country': (options, values) =>
    oneOf(country, values(senderCountry.meta.schema.parse(options)).map(countryCode)),
  'sender.trust': (options) => {
    const { at_least: atLeast, at_most: atMost, above, below } = senderTrust.meta.schema.parse(options);
    const rank = (level: TrustLevel | undefined, without: number): number =>
      level === undefined ? without : trustRank(level);
    const lowest = Math.max(rank(atLeast, 0), rank(above, -1) + 1);
    const highest = Math.min(rank(atMost, Infinity), rank(below, Infinity) - 1);
    return oneOf(
      TRUST,
      TRUST_LEVELS.filter((level) => trustRank(level) >= lowest && trustRank(level) <= highest),
    );
  },
  'time.between': (options) => {
    const { from, to, zone } = timeBetween.meta.schema.parse(options);
    const inside = (minute: number): boolean =>
      from < to ? minute >= from && minute < to : minute >= from || minute < to;
    const variable = whole(`time of day in ${zone}`, LAST_MINUTE);
    return literal(variable, [from, to], (value) => inside(Number(value)));
  },
  'time.days': (options) => {
    const { any, zone } = timeDays.meta.schema.parse(options);
    return oneOf(choice(`day in ${zone}`, ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), any);
  },
};
