import { NO_TRAITS, traitsOf } from '../campaign/traits-of.ts';
import type { FactPlan } from '../facts.ts';
import type { Message } from '../message.ts';
import type { Policy } from '../policy.ts';
import { isListed } from '../trust.ts';
import type { TextViews } from '../text/views.ts';
import { foldOf } from './fold-of.ts';
import { valuesOf } from './message-values.ts';
import type { Observation } from './sender-state.ts';

/**
 * What is to be remembered of a message, by the key it goes by. The one place observations are made. Staff and customers are never
 * part of a campaign.
 */
export const observationOf = (
  message: Message,
  views: TextViews,
  key: string,
  plan: FactPlan,
  policy: Pick<Policy, 'protectedSenders' | 'customers'>,
): Observation => ({
  senderId: message.sender.id,
  key,
  at: Math.floor(message.sentAt / 1000),
  fold: foldOf(message, views),
  text: message.type === 'text',
  values: valuesOf(message, views, plan.values),
  traits: isListed(message.sender, policy) ? NO_TRAITS : traitsOf(message, views, plan.campaign.of),
});
