import { z } from 'zod';
import type { Condition } from '../core/condition.ts';
import { invitesTo, MESSENGERS } from './invite-places.ts';
import type { Messenger } from './invite-places.ts';
import { linksFound } from './links-found.ts';

const messenger = z.enum(MESSENGERS, { error: `expected one of ${MESSENGERS.join(', ')}` });
const messengers = z.array(messenger).min(1, { error: 'the list is empty' });

export const linksInvite: Condition<{ any: readonly Messenger[] }> = {
  meta: {
    name: 'links.invite',
    summary: `Links that open a chat, group or channel elsewhere (t.me, wa.me, chat.whatsapp.com, discord.gg …): \`true\` or some of ${MESSENGERS.join(', ')}. A link to a chat with the number the message came to is none, nor is a WhatsApp catalogue.`,
    schema: z.union(
      [
        z.literal(true).transform(() => ({ any: MESSENGERS })),
        messenger.transform((value) => ({ any: [value] })),
        messengers.transform((values) => ({ any: values })),
        z.strictObject({ any: messengers }),
      ],
      { error: `expected true or some of ${MESSENGERS.join(', ')}` },
    ),
    absence: 'a message without links invites nowhere',
    example: '{ any: [telegram, whatsapp] }',
    explain: '{count} invitations ({found}), wanted {wanted}',
    quotes: true,
  },
  create: ({ any }) => {
    const set: ReadonlySet<Messenger> = new Set(any);
    const wanted = set.size === MESSENGERS.length ? 'any' : any.join(' or ');
    return ({ message: { links, displayPhoneNumber } }) => {
      const invitations = links.filter((link) => {
        const leadsTo = invitesTo(link, displayPhoneNumber);
        return leadsTo !== null && set.has(leadsTo);
      });
      const { matched, data, words } = linksFound(invitations, 1);
      return { matched, data: { ...data, wanted }, words: words ?? [] };
    };
  },
};
