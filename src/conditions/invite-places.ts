import type { Link } from '../core/message.ts';
import { firstAbove } from './domain-set.ts';

export const MESSENGERS = [
  'discord',
  'instagram',
  'kakaotalk',
  'line',
  'messenger',
  'signal',
  'skype',
  'snapchat',
  'telegram',
  'viber',
  'wechat',
  'whatsapp',
  'zalo',
] as const;
export type Messenger = (typeof MESSENGERS)[number];

/** Host (subdomains included) → what its path must start with, and where that leads. */
const PLACES: ReadonlyMap<string, readonly { path: string; leadsTo: Messenger }[]> = placesOf({
  discord: ['discord.gg', 'discord.com/invite/', 'discordapp.com/invite/', 'dsc.gg'],
  instagram: ['ig.me/'],
  kakaotalk: ['open.kakao.com', 'pf.kakao.com'],
  line: ['line.me', 'lin.ee'],
  messenger: ['m.me'],
  signal: ['signal.group', 'signal.me'],
  skype: ['join.skype.com'],
  snapchat: ['snapchat.com/add/'],
  telegram: ['t.me', 'telegram.me', 'telegram.dog'],
  viber: ['invite.viber.com', 'chats.viber.com'],
  wechat: ['u.wechat.com'],
  whatsapp: [
    'wa.me',
    'wa.link',
    'api.whatsapp.com',
    'chat.whatsapp.com',
    'whatsapp.com/channel/',
    'web.whatsapp.com/send',
  ],
  zalo: ['zalo.me'],
});

const BEFORE_PATH = /^(?:[a-z]+:\/\/+)?[^/?#]*/i;
/** `wa.me/p/…` and `wa.me/c/…` show a product or a catalogue, most often the shop's own. */
const WA_SHOWCASE = /^\/[cp]\//;
const WA_PHONE = /^\/(?:send\/?\?(?:[^#]*&)?phone=)?(?:\+|%2b)?(\d{5,20})/;

/** Which messenger's chat, group or channel a link opens; null for any other link, and for one that opens a chat with `ownPhone`. */
export function invitesTo({ host, url }: Link, ownPhone: string | null): Messenger | null {
  const places = firstAbove(host, (above) => PLACES.get(above));
  if (places === null) return null;
  const path = url.replace(BEFORE_PATH, '').toLowerCase();
  const place = places.find((one) => path.startsWith(one.path));
  if (place?.leadsTo !== 'whatsapp') return place?.leadsTo ?? null;
  const ownChat = ownPhone !== null && WA_PHONE.exec(path)?.[1] === ownPhone;
  return ownChat || WA_SHOWCASE.test(path) ? null : 'whatsapp';
}

function placesOf(
  links: Record<Messenger, readonly string[]>,
): Map<string, { path: string; leadsTo: Messenger }[]> {
  const places = new Map<string, { path: string; leadsTo: Messenger }[]>();
  for (const leadsTo of MESSENGERS) {
    for (const link of links[leadsTo]) {
      const slash = link.indexOf('/');
      const host = slash === -1 ? link : link.slice(0, slash);
      const path = slash === -1 ? '' : link.slice(slash);
      places.set(host, [...(places.get(host) ?? []), { path, leadsTo }]);
    }
  }
  return places;
}
