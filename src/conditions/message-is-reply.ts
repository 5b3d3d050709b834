import { z } from 'zod';
import type { Condition } from '../core/condition.ts';

type Options = { to: 'us' } | true;

export const messageIsReply: Condition<Options> = {
  meta: {
    name: 'message.is_reply',
    summary:
      'The message answers another one (`true`), or one that your number sent (`{ to: us }`): a sign of a real conversation. A press on a button counts.',
    schema: z.union([z.literal(true), z.strictObject({ to: z.literal('us', { error: 'expected us' }) })], {
      error: 'expected true or { to: us }',
    }),
    absence: 'a message that quotes nothing is no reply',
    example: '{ to: us }',
    explain: 'answers {to}, wanted {wanted}',
  },
  create: (option) => {
    const wanted = option === true ? 'any message' : 'ours';
    return ({ message: { isReply, repliesToUs } }) => {
      const to = repliesToUs ? 'our message' : isReply ? 'a message' : 'nothing';
      return { matched: option === true ? isReply : repliesToUs, data: { to, wanted } };
    };
  },
};
