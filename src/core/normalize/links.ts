import type { Link } from '../message.ts';
import { clip } from '../text/clip.ts';
import { stripInvisible } from '../text/plain.ts';
import { bareDomain, cutForeignTail } from './bare-domain.ts';
import { asciiHost } from './link-host.ts';
import { trimUrlEnd } from './url-end.ts';

export const MAX_LINKS = 100;
const MAX_URL_LENGTH = 2_048;

/** Cheap proof that there is nothing to find. */
const MAYBE = /[.\uff0e]|:\/\/|[[(]dot[\])]/iu;
const WRITTEN_OUT_DOT = /\[\.\]|\(\.\)|\[dot\]|\(dot\)|\uff0e/giu;
/** What no link goes across: white space, angle brackets, quotes, and CJK, Arabic and Indic punctuation. */
const CHUNK = /[^\s\u2800<>"“”„«»‘`|\\^{}，。！？；：、（）「」『』【】《》،؛؟।]+/gu;
const LIST_COMMA = /[,;](?=h(?:tt|xx)ps?:\/\/|www\.)/iu;
const SCHEME = /h(?:tt|xx)ps?:\/\/+/iu;
const AUTHORITY = /^[^/?#]*/u;
const HOST_PREFIX = /^[\p{L}\p{M}\p{N}_.-]+/u;
const HOST_RUN = /[\p{L}\p{M}\p{N}_.-]+/gu;
const PORT_AND_PATH = /(?::\d{2,5}(?!\d))?(?:[/?#].*)?/uy;
const CLAUSE_END = /[.,;:!?)\]…*~]/u;

/**
 * Links as people write them: http(s) URLs with any host, and bare domains that are surely meant as such. `hxxp://`, `[.]` and
 * `(dot)` are read as what they stand for, and the URL then shows the dot. At most 100, in order; linear time.
 */
export function findLinks(text: string): Link[] {
  const links: Link[] = [];
  if (!MAYBE.test(text)) return links;
  const readable = stripInvisible(text).replace(WRITTEN_OUT_DOT, '.');
  for (const { 0: chunk, index } of readable.matchAll(CHUNK)) {
    if (!chunk.includes('.') && !chunk.includes('://')) continue;
    const endsClause = !/[^\S\n\r]/u.test(readable.charAt(index + chunk.length));
    for (const part of chunk.split(LIST_COMMA)) {
      for (const { url, host } of linksIn(part, endsClause)) {
        links.push({ url: clip(url, MAX_URL_LENGTH), host });
        if (links.length === MAX_LINKS) return links;
      }
    }
  }
  return links;
}

function* linksIn(part: string, endsClause: boolean): Generator<Link, void> {
  const scheme = SCHEME.exec(part);
  if (!scheme) return yield* bareLinksIn(part, endsClause);
  yield* bareLinksIn(part.slice(0, scheme.index), false);
  const whole = trimUrlEnd(part.slice(scheme.index));
  const url = whole.slice(0, scheme[0].length) + cutForeignTail(whole.slice(scheme[0].length));
  const authority = AUTHORITY.exec(url.slice(scheme[0].length))?.[0] ?? '';
  const host = asciiHost(authority) ?? asciiHost(HOST_PREFIX.exec(authority)?.[0] ?? '');
  if (host !== null) yield { url, host };
}

function* bareLinksIn(part: string, endsClause: boolean): Generator<Link, void> {
  for (const { 0: run, index } of part.matchAll(HOST_RUN)) {
    const end = index + run.length;
    // Mail addresses and mentions are no links.
    if (!run.includes('.') || part[index - 1] === '@' || part[end] === '@') continue;
    const pieces = run.split(/\.{2,}/u);
    for (const [nth, piece] of pieces.entries()) {
      const last = nth === pieces.length - 1;
      const found = bareDomain(piece, {
        hasPath: last && part[end] === '/' && end + 1 < part.length,
        endsClause:
          !last ||
          piece.endsWith('.') ||
          (end === part.length ? endsClause : CLAUSE_END.test(part.charAt(end))),
      });
      if (!found) continue;
      PORT_AND_PATH.lastIndex = end;
      const tail =
        last && piece.endsWith(found.written) ? trimUrlEnd(PORT_AND_PATH.exec(part)?.[0] ?? '') : '';
      yield { url: found.written + tail, host: found.host };
      if (tail !== '') return;
    }
  }
}
