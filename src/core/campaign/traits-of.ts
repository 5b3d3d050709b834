import type { Message } from '../message.ts';
import { hash32 } from '../text/hash32.ts';
import type { TextViews } from '../text/views.ts';
import { linkAddress } from './link-address.ts';
import type { Trait, TraitKind } from './trait.ts';

/** Different hosts, and as many addresses, that are looked at in one message. */
const MAX_LINKS = 4;
/** Characters of a media file's hash that are shown. */
const SHOWN_HASH = 12;

/**
 * What of a message could make it part of a campaign. Nothing of one that many people send alike for a good reason: who came from an
 * ad sends the text the shop put there, who pressed a button sends its title.
 */
export function traitsOf(message: Message, views: TextViews, kinds: readonly TraitKind[]): readonly Trait[] {
  if (kinds.length === 0 || message.referral !== null || message.button !== null) return NO_TRAITS;
  return kinds.flatMap((kind) => {
    switch (kind) {
      case 'text':
        return textTrait(views);
      case 'media':
        return mediaTrait(message);
      case 'link':
        return linkTraits(message);
    }
  });
}

export const NO_TRAITS: readonly Trait[] = [];

function textTrait({ likeness }: TextViews): Trait[] {
  if (likeness === null) return [];
  const { sketch } = likeness;
  return [{ kind: 'text', sketch, shown: hash32(sketch).toString(16).padStart(8, '0') }];
}

function mediaTrait({ media }: Message): Trait[] {
  if (media?.sha256 === undefined || media.sha256 === null) return [];
  return [{ kind: 'media', sketch: hashed(media.sha256), shown: media.sha256.slice(0, SHOWN_HASH) }];
}

/** By host, and by host with path: where everybody links to one host, only the address tells something. */
function linkTraits({ links }: Message): Trait[] {
  const hosts = [...new Set(links.map(({ host }) => host))].slice(0, MAX_LINKS);
  const addresses = new Set(links.map(linkAddress).filter((address) => address !== null));
  return [...hosts, ...[...addresses].slice(0, MAX_LINKS)].map((shown) => ({
    kind: 'link',
    sketch: hashed(shown),
    shown,
  }));
}

const SEEDS = [1, 2, 3, 4];

/** 16 bytes of a value, each a character. */
function hashed(value: string): string {
  const hashes = SEEDS.map((seed) => hash32(value, seed));
  return String.fromCharCode(
    ...hashes.flatMap((hash) => [24, 16, 8, 0].map((shift) => (hash >>> shift) & 255)),
  );
}
