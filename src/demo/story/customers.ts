import { createHash } from 'node:crypto';
import { type Cast, pick } from './cast.ts';
import { LANGUAGES } from './languages.ts';
import { type Content, type Planner, type PlannedMessage, text } from './scene.ts';

/** Customers of every language, each with one or two messages, spread over the scene. */
export function chatter(cast: Cast, plan: Planner, count: number, lengthMs: number): PlannedMessage[] {
  return Array.from({ length: count }, (_, n) => {
    const { person, says } = cast.customer();
    const at = (lengthMs * (n + 0.5)) / count;
    const first = plan(person, at, text(says(0)));
    if (n % 3 !== 1) return [first];
    return [first, plan(person, at + 600, n % 2 === 0 ? text(says(1)) : gesture(n))];
  }).flat();
}

/** What people send beside text. */
function gesture(n: number): Content {
  const kinds: readonly Content[] = [
    { type: 'audio', audio: { ...media(`voice ${n}`, 'audio/ogg; codecs=opus'), voice: true } },
    { type: 'sticker', sticker: { ...media(`sticker ${n}`, 'image/webp'), animated: false } },
    {
      type: 'location',
      location: { latitude: 41.4, longitude: 2.2, name: 'Home', address: 'Ring the bell twice' },
    },
    {
      type: 'interactive',
      interactive: { type: 'list_reply', list_reply: { id: 'row-2', title: 'Opening hours' } },
    },
    { type: 'reaction', reaction: { message_id: 'wamid.OURS', emoji: '👍' } },
  ];
  return pick(kinds, Math.floor(n / 2));
}

/** Things a careless rule would punish. */
export function oddButInnocent(cast: Cast, plan: Planner, lengthMs: number): PlannedMessage[] {
  const { person: linker } = cast.customer(LANGUAGES[0]);
  const { person: impatient } = cast.customer(LANGUAGES[0]);
  const { person: angry } = cast.customer(LANGUAGES[0]);
  const { person: auntie } = cast.customer(LANGUAGES[1]);
  const forwarded: Content = {
    ...text('Buenos días, que tengas un lindo día 🌻'),
    context: { frequently_forwarded: true },
  };
  return [
    plan(linker, lengthMs * 0.1, text('Is this yours? I want the second one: https://shop.example/p/lamp-2')),
    plan(angry, lengthMs * 0.2, text('Third day without my parcel, this is a shitty service')),
    ...[0.3, 0.5, 0.7].map((share) => plan(impatient, lengthMs * share, text('hello?'))),
    plan(auntie, lengthMs * 0.6, forwarded),
  ];
}

/** One customer sends a whole holiday. */
export function photoAlbum(cast: Cast, plan: Planner, pictures: number, lengthMs: number): PlannedMessage[] {
  const { person } = cast.customer(LANGUAGES[3]);
  return Array.from({ length: pictures }, (_, n) =>
    plan(person, (lengthMs * n) / pictures, {
      type: 'image',
      image: media(`picture ${n} of ${person.name}`, 'image/jpeg'),
    }),
  );
}

/** People who press the button of an ad: all of them send the text it prefilled. */
export function adLeads(cast: Cast, plan: Planner, count: number, lengthMs: number): PlannedMessage[] {
  const wave = 20;
  const referral = {
    source_url: 'https://fb.me/example',
    source_id: '120200000000000001',
    source_type: 'ad',
    headline: 'Summer sale',
    body: 'Everything must go',
    media_type: 'image',
    ctwa_clid: 'Aff-example',
  };
  return Array.from({ length: count }, (_, n) => {
    const { person } = cast.customer();
    const at = (lengthMs * Math.floor(n / wave)) / Math.ceil(count / wave);
    return plan(person, at, { ...text('Hello! Can I get more info on this?'), referral });
  });
}

function media(seed: string, mimeType: string): Record<string, unknown> {
  const hash = createHash('sha256').update(seed);
  const id = String(parseInt(hash.copy().digest('hex').slice(0, 12), 16));
  return { mime_type: mimeType, sha256: hash.digest('base64'), id };
}
