import { campaign } from './campaign.ts';
import { distinct } from './distinct.ts';
import { duplicate } from './duplicate.ts';
import { linksCount } from './links-count.ts';
import { linksDomains } from './links-domains.ts';
import { linksInvite } from './links-invite.ts';
import { linksShorteners } from './links-shorteners.ts';
import { messageButton } from './message-button.ts';
import { messageContactCard } from './message-contact-card.ts';
import { messageForwarded } from './message-forwarded.ts';
import { messageFromAd } from './message-from-ad.ts';
import { messageIsReply } from './message-is-reply.ts';
import { messageMediaHash } from './message-media-hash.ts';
import { messageMedia } from './message-media.ts';
import { messageType } from './message-type.ts';
import { number } from './number.ts';
import { rate } from './rate.ts';
import type { RegisteredCondition } from './registry.ts';
import { register } from './registry.ts';
import { senderCountry } from './sender-country.ts';
import { senderMessagesSeen } from './sender-messages-seen.ts';
import { senderName } from './sender-name.ts';
import { senderPrefix } from './sender-prefix.ts';
import { senderSeenFor } from './sender-seen-for.ts';
import { senderStrikes } from './sender-strikes.ts';
import { senderTrust } from './sender-trust.ts';
import { surge } from './surge.ts';
import { textCaps } from './text-caps.ts';
import { textContains } from './text-contains.ts';
import { textEmoji } from './text-emoji.ts';
import { textLanguage } from './text-language.ts';
import { textLength } from './text-length.ts';
import { textMatches } from './text-matches.ts';
import { textMoney } from './text-money.ts';
import { textPhones } from './text-phones.ts';
import { textProfanity } from './text-profanity.ts';
import { textRepeats } from './text-repeats.ts';
import { textScript } from './text-script.ts';
import { textSimilarTo } from './text-similar-to.ts';
import { textWords } from './text-words.ts';
import { timeBetween } from './time-between.ts';
import { timeDays } from './time-days.ts';

export type { ConditionTest, PreparedCondition, RegisteredCondition } from './registry.ts';

/** Every condition a rule may use, sorted by name. */
export const CONDITIONS: readonly RegisteredCondition[] = [
  register(campaign),
  register(distinct),
  register(duplicate),
  register(linksCount),
  register(linksDomains),
  register(linksInvite),
  register(linksShorteners),
  register(messageButton),
  register(messageContactCard),
  register(messageForwarded),
  register(messageFromAd),
  register(messageIsReply),
  register(messageMedia),
  register(messageMediaHash),
  register(messageType),
  register(number),
  register(rate),
  register(senderCountry),
  register(senderMessagesSeen),
  register(senderName),
  register(senderPrefix),
  register(senderSeenFor),
  register(senderStrikes),
  register(senderTrust),
  register(surge),
  register(textCaps),
  register(textContains),
  register(textEmoji),
  register(textLanguage),
  register(textLength),
  register(textMatches),
  register(textMoney),
  register(textPhones),
  register(textProfanity),
  register(textRepeats),
  register(textScript),
  register(textSimilarTo),
  register(textWords),
  register(timeBetween),
  register(timeDays),
];

export const CONDITION_BY_NAME: ReadonlyMap<string, RegisteredCondition> = new Map(
  CONDITIONS.map((condition) => [condition.meta.name, condition]),
);
