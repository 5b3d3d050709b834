import { hash32 } from '../text/hash32.ts';
import { field, string, type JsonObject } from './read.ts';

const MAX_LENGTH = 256;

/**
 * The wamid. A message without a usable one gets a substitute that is the same every time Meta delivers it; it hides the sender,
 * because ids may be logged.
 */
export function readMessageId(message: JsonObject, parts: readonly string[]): string {
  const id = string(field(message, 'id'))?.trim();
  if (id !== undefined && id.length <= MAX_LENGTH) return id;
  const timestamp = field(message, 'timestamp');
  const stamp =
    typeof timestamp === 'string' || typeof timestamp === 'number' ? String(timestamp).slice(0, 32) : '';
  const source = [id ?? '', stamp, ...parts].join('\u0000');
  return `noid-${hex(hash32(source, 1))}${hex(hash32(source, 2))}`;
}

function hex(hash: number): string {
  return hash.toString(16).padStart(8, '0');
}
