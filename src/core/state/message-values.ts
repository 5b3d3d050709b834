import type { ValueKind } from '../facts.ts';
import type { Message } from '../message.ts';
import { hash32 } from '../text/hash32.ts';
import type { TextViews } from '../text/views.ts';
import { writtenPhones } from './written-phones.ts';
import type { Value } from './sender-state.ts';
import { NO_VALUES } from './sender-state.ts';

/** The most link hosts and the most phone numbers that are remembered of one message, each. */
export const MAX_VALUES = 8;

/** The different link hosts and phone numbers of a message, as far as some rule counts them. */
export function valuesOf(message: Message, views: TextViews, kinds: readonly ValueKind[]): readonly Value[] {
  if (kinds.length === 0) return NO_VALUES;
  const values = kinds.flatMap((of): Value[] => {
    const written =
      of === 'links' ? message.links.map(({ host }) => host) : writtenPhones(views, message, MAX_VALUES);
    // 0 is taken by "no value".
    const hashes = [...new Set(written)].slice(0, MAX_VALUES).map((text) => hash32(text) || 1);
    return [...new Set(hashes)].map((hash) => ({ of, hash }));
  });
  return values.length === 0 ? NO_VALUES : values;
}
