import type { ButtonReply } from '../message.ts';
import { clip } from '../text/clip.ts';
import { field, isObject, string, type JsonObject } from './read.ts';

const MAX_LENGTH = 1_024;
/** Where an interactive reply keeps its id and title, by Meta's word for it. */
const REPLIES = [
  { key: 'button_reply', kind: 'button', id: 'id', title: 'title' },
  { key: 'list_reply', kind: 'list', id: 'id', title: 'title' },
  { key: 'nfm_reply', kind: 'flow', id: 'name', title: 'body' },
  { key: 'call_permission_reply', kind: 'call_permission', id: 'response', title: 'title' },
] as const;

/** What the person pressed: the words on it are the business's own. */
export function readButton(message: JsonObject, type: string): ButtonReply | null {
  const content = field(message, type);
  if (type === 'button' && isObject(content)) {
    return { kind: 'template', id: short(field(content, 'payload')), title: short(field(content, 'text')) };
  }
  if (type !== 'interactive') return null;
  for (const { key, kind, id, title } of REPLIES) {
    const reply = field(content, key);
    if (isObject(reply)) return { kind, id: short(field(reply, id)), title: short(field(reply, title)) };
  }
  return null;
}

function short(value: unknown): string {
  return clip(string(value) ?? '', MAX_LENGTH);
}
