import type { Message } from '../message.ts';
import { hash32 } from '../text/hash32.ts';
import type { TextViews } from '../text/views.ts';

/** What makes two messages of a sender alike: the folded text, else the media file. 0 = nothing to compare (a location, a sticker without hash …). */
export function foldOf(message: Message, text: TextViews): number {
  const identity = text.folded === '' ? message.media?.sha256 : text.folded;
  // 0 is taken by "nothing".
  return identity === undefined || identity === null ? 0 : hash32(identity) || 1;
}
