import type { Condition, ValueSource } from '../core/condition.ts';
import { hashesOf, hashProblem } from './media-hashes.ts';
import { checkedValues } from './shapes.ts';

export const messageMediaHash: Condition<ValueSource> = {
  meta: {
    name: 'message.media_hash',
    summary:
      'The very file was seen before: the SHA-256 of a picture, video, voice note, document or sticker is one of these, in hex or in base64 as Meta sends it. `rules explain --payload` tells the hash of a saved message. A file that was changed in any way has another.',
    schema: checkedValues(hashProblem),
    absence: 'a message without a file does not match, nor does a file that came without its hash',
    example: '{ list: lists/known-bad-media.txt }',
    explain: '{kind} with hash {hash}, wanted one of {limit}',
  },
  create: (source, context) => {
    const hashes = hashesOf(context, source);
    return ({ message: { media } }) => ({
      matched: media !== null && media.sha256 !== null && hashes.has(media.sha256),
      data: { kind: media?.kind ?? 'no file', hash: media?.sha256 ?? 'unknown', limit: hashes.size },
    });
  },
};
