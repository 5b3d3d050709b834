/** A RESP2 reply as far as INFO and CONFIG GET need it: text, or a list. */
export type Reply = string | Reply[];

/**
 * The first `count` replies in these bytes; undefined while they are incomplete, null when they are errors or no RESP.
 */
export function parseReplies(bytes: Buffer, count: number): Reply[] | null | undefined {
  const replies: Reply[] = [];
  let at = 0;
  while (replies.length < count) {
    const parsed = parseReply(bytes, at);
    if (!parsed) return parsed;
    replies.push(parsed.reply);
    at = parsed.end;
  }
  return replies;
}

function parseReply(bytes: Buffer, at: number): { reply: Reply; end: number } | null | undefined {
  if (bytes.length === at) return undefined;
  const lineEnd = bytes.indexOf('\r\n', at);
  if (lineEnd < 0) return bytes.length - at > 64 ? null : undefined;
  const [, kind, digits] = /^([$*])(\d{1,7})$/.exec(bytes.toString('latin1', at, lineEnd)) ?? [];
  if (digits === undefined) return null;
  const size = Number(digits);
  if (kind === '$') {
    const end = lineEnd + 2 + size;
    return bytes.length < end + 2
      ? undefined
      : { reply: bytes.toString('utf8', lineEnd + 2, end), end: end + 2 };
  }
  const reply: Reply[] = [];
  let end = lineEnd + 2;
  while (reply.length < size) {
    const item = parseReply(bytes, end);
    if (!item) return item;
    reply.push(item.reply);
    end = item.end;
  }
  return { reply, end };
}
