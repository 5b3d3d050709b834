import { duplicate } from './duplicate.ts';
import { linksCount } from './links-count.ts';
import { messageForwarded } from './message-forwarded.ts';
import { messageType } from './message-type.ts';
import { rate } from './rate.ts';
import type { RegisteredCondition } from './registry.ts';
import { register } from './registry.ts';
import { senderMessagesSeen } from './sender-messages-seen.ts';
import { textContains } from './text-contains.ts';
import { textMatches } from './text-matches.ts';
import { textProfanity } from './text-profanity.ts';
import { textWords } from './text-words.ts';

export type { ConditionTest, PreparedCondition, RegisteredCondition } from './registry.ts';

/** Every condition a rule may use, sorted by name. */
export const CONDITIONS: readonly RegisteredCondition[] = [
  register(duplicate),
  register(linksCount),
  register(messageForwarded),
  register(messageType),
  register(rate),
  register(senderMessagesSeen),
  register(textContains),
  register(textMatches),
  register(textProfanity),
  register(textWords),
];

export const CONDITION_BY_NAME: ReadonlyMap<string, RegisteredCondition> = new Map(
  CONDITIONS.map((condition) => [condition.meta.name, condition]),
);
