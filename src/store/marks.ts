import type { Redis } from 'ioredis';
import type { Mark } from '../core/state/sender-state.ts';
import type { Keys } from './keys.ts';
import { decodeState, messageKey } from './sender-codec.ts';

/** Senders asked for in one trip. */
const PAGE = 500;

/** One message to look up. */
export interface MessageOfSender {
  senderId: string;
  messageId: string;
}

/** The decided-mark of each message, in order; null where nothing is known of it (never observed, or forgotten). Changes nothing. */
export async function readMarks(
  redis: Redis,
  keys: Keys,
  phoneNumberId: string,
  messages: readonly MessageOfSender[],
): Promise<(Mark | null)[]> {
  const base = keys.base(phoneNumberId);
  const senderIds = [...new Set(messages.map(({ senderId }) => senderId))];
  const marks = new Map<string, ReadonlyMap<string, Mark>>();
  for (let from = 0; from < senderIds.length; from += PAGE) {
    const page = senderIds.slice(from, from + PAGE);
    const states = await redis.mgetBuffer(page.map((id) => `${base}:s:${id}`));
    page.forEach((senderId, index) => {
      const { seen } = decodeState(states[index] ?? null);
      marks.set(senderId, new Map(seen.map(({ key, mark }) => [key, mark])));
    });
  }
  return messages.map(({ senderId, messageId }) => marks.get(senderId)?.get(messageKey(messageId)) ?? null);
}
