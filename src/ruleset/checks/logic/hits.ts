import { linksDomains } from '../../../conditions/links-domains.ts';
import { linksInvite } from '../../../conditions/links-invite.ts';
import { linksShorteners } from '../../../conditions/links-shorteners.ts';
import { messageButton } from '../../../conditions/message-button.ts';
import { messageMediaHash } from '../../../conditions/message-media-hash.ts';
import { messageMedia } from '../../../conditions/message-media.ts';
import { senderPrefix } from '../../../conditions/sender-prefix.ts';
import { textContains } from '../../../conditions/text-contains.ts';
import { textMatches } from '../../../conditions/text-matches.ts';
import { textProfanity } from '../../../conditions/text-profanity.ts';
import { textWords } from '../../../conditions/text-words.ts';
import type { ValueSource } from '../../../core/condition.ts';
import type { Formula } from './formula.ts';
import { literal } from './formula.ts';
import { BUTTON_TYPES, FILE_TYPES } from './laws.ts';
import type { Meaning, ValuesOf } from './meaning.ts';
import type { HitsIn } from './variable.ts';
import { whole } from './variable.ts';

const NOWHERE: HitsIn = { inText: false, inLinks: false, types: null };
const IN_TEXT: HitsIn = { ...NOWHERE, inText: true };
const IN_LINKS: HitsIn = { ...NOWHERE, inLinks: true };

interface Looked {
  /** Only what is looked for in the same way is comparable. */
  family: string;
  entries: readonly string[] | null;
  /** What tells it from others of the family when `entries` do not. */
  key?: string;
  limit?: number | undefined;
  where: HitsIn;
}

function found({ family, entries, key = JSON.stringify(entries), limit = 1, where }: Looked): Formula {
  const about = {
    kind: 'hits' as const,
    family,
    entries: entries === null ? null : new Set(entries),
    ...where,
  };
  const variable = whole(`${family} ${key}`, Infinity, about);
  return literal(variable, [limit], (value) => Number(value) >= limit);
}

type Searched = ValueSource & { at_least?: number | undefined };
const searched = (family: string, options: Searched, values: ValuesOf, where: HitsIn): Formula =>
  found({ family, entries: values(sourceOf(options)), limit: options.at_least, where });

const sourceOf = (options: ValueSource): ValueSource =>
  'any' in options ? { any: options.any } : { list: options.list };

/** Conditions that look for entries: how many were found is one number, whatever the entries are. */
export const HITS: Readonly<Record<string, Meaning>> = {
  'links.domains': (options, values) => {
    const { any, list, like, except, at_least: limit } = linksDomains.meta.schema.parse(options);
    const spared = except === undefined ? '' : ` except ${JSON.stringify(values(sourceOf(except)))}`;
    if (like !== undefined) {
      const family = `links.domains${spared} like ${JSON.stringify(values(sourceOf(like)))}`;
      return found({ family, entries: null, limit, where: IN_LINKS });
    }
    const source = any !== undefined ? { any } : list !== undefined ? { list } : null;
    const entries = source === null ? null : values(source);
    return found({ family: `links.domains${spared}`, entries, limit, where: IN_LINKS });
  },
  'links.invite': (options) =>
    found({ family: 'links.invite', entries: linksInvite.meta.schema.parse(options).any, where: IN_LINKS }),
  'links.shorteners': (options, values) => {
    const { add, except, at_least: limit } = linksShorteners.meta.schema.parse(options);
    const read = (source: ValueSource | undefined): readonly string[] =>
      source === undefined ? [] : values(sourceOf(source));
    return found({
      family: `links.shorteners except ${JSON.stringify(read(except))}`,
      entries: read(add),
      limit,
      where: IN_LINKS,
    });
  },
  'message.button': (options, values) => {
    const wanted = messageButton.meta.schema.parse(options);
    const entries = wanted === true ? null : values(sourceOf(wanted));
    return found({ family: 'message.button', entries, where: { ...NOWHERE, types: BUTTON_TYPES } });
  },
  'message.media': (options) => {
    const key = JSON.stringify(messageMedia.meta.schema.parse(options));
    return found({ family: `message.media ${key}`, entries: null, where: { ...NOWHERE, types: FILE_TYPES } });
  },
  'message.media_hash': (options, values) =>
    searched('message.media_hash', messageMediaHash.meta.schema.parse(options), values, {
      ...NOWHERE,
      types: FILE_TYPES,
    }),
  'sender.prefix': (options, values) =>
    searched('sender.prefix', senderPrefix.meta.schema.parse(options), values, NOWHERE),
  'text.contains': (options, values) =>
    searched('text.contains', textContains.meta.schema.parse(options), values, IN_TEXT),
  'text.matches': (options, values) => {
    const { view = 'plain', ...source } = textMatches.meta.schema.parse(options);
    return found({
      family: `text.matches in ${view}`,
      entries: values(sourceOf(source)),
      // A pattern may also match where there is no text.
      where: NOWHERE,
    });
  },
  'text.profanity': (options, values) => {
    const { at_least: limit, add, except, languages, identity } = textProfanity.meta.schema.parse(options);
    const read = (source: ValueSource | undefined): readonly string[] =>
      source === undefined ? [] : values(sourceOf(source));
    const family = `text.profanity ${JSON.stringify([read(except), languages ?? 'all', identity === true])}`;
    return found({ family, entries: read(add), limit, where: IN_TEXT });
  },
  'text.words': (options, values) =>
    searched('text.words', textWords.meta.schema.parse(options), values, IN_TEXT),
};
