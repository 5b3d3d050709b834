import type { Media } from '../message.ts';
import { clip } from '../text/clip.ts';
import { field, string, type JsonObject } from './read.ts';

const KINDS: readonly Media['kind'][] = ['image', 'video', 'audio', 'document', 'sticker'];
const MAX_NAME_LENGTH = 1_024;
const MAX_MIME_LENGTH = 128;

export function readMedia(message: JsonObject, type: string): Media | null {
  const kind = KINDS.find((known) => known === type);
  if (kind === undefined) return null;
  const content = field(message, kind);
  const mime = string(field(content, 'mime_type'));
  const fileName = string(field(content, 'filename'));
  return {
    kind,
    sha256: readSha256(field(content, 'sha256')),
    mime:
      mime === null ? null : clip(mime, MAX_MIME_LENGTH).replace(/;.*$/su, '').trim().toLowerCase() || null,
    fileName: fileName === null ? null : clip(fileName, MAX_NAME_LENGTH),
  };
}

/** Lower-case hex of a SHA-256; null for anything else. Meta sends base64 of the 32 bytes; gateways relay hex or the URL-safe alphabet. */
export function readSha256(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  if (/^[0-9a-f]{64}$/iu.test(value)) return value.toLowerCase();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(value)) return null;
  const bytes = atob(value.replaceAll('-', '+').replaceAll('_', '/'));
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
