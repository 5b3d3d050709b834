import type { Message } from '../message.ts';
import { digitsOf } from './identity.ts';
import { field, flag, string, type JsonObject } from './read.ts';

/** How a message relates to others: forwarded, or the answer to one. */
export function readContext(
  message: JsonObject,
  displayPhoneNumber: string | null,
): Pick<Message, 'forwarded' | 'isReply' | 'repliesToUs'> {
  const context = field(message, 'context');
  const isReply = string(field(context, 'id')) !== null;
  const answered = digitsOf(field(context, 'from'));
  return {
    forwarded: flag(field(context, 'frequently_forwarded'))
      ? 'many'
      : flag(field(context, 'forwarded'))
        ? 'once'
        : 'no',
    isReply,
    repliesToUs: isReply && answered !== '' && answered === digitsOf(displayPhoneNumber),
  };
}
