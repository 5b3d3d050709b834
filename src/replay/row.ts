import { arrivalsIn, type Arrival } from '../explain/payload.ts';

/** What a line says of itself beside the message. */
export interface Tags {
  line: number;
  /** What somebody judged the message to be. */
  label: string | null;
  source: string | null;
  lang: string | null;
}

/** One thing of a line: a text nobody sent yet, or what Meta delivered. */
export type Row =
  | { kind: 'text'; tags: Tags; text: string }
  | { kind: 'delivery'; tags: Tags; arrivals: Arrival[]; passedOver: ReadonlyMap<string, number> };

export type ReadRows = { ok: true; rows: Row[] } | { ok: false; message: string };

const WANTED = 'holds neither a "text", nor a delivery of Meta ("entry"), nor a message ("from" or "type")';

/** What one line holds: a text, a delivery or any part of one that `rules explain --payload` takes, or a list of them. */
export function readRows(line: number, json: string, phoneNumberId: string): ReadRows {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { ok: false, message: `is not JSON${reasonOf(error)}` };
  }
  const items = Array.isArray(value) ? (value as unknown[]) : [value];
  const rows: Row[] = [];
  for (const item of items) {
    const row = readRow(line, item, phoneNumberId);
    if (typeof row === 'string') return { ok: false, message: row };
    rows.push(row);
  }
  return { ok: true, rows };
}

/** The row, or what is wrong with it. */
function readRow(line: number, item: unknown, phoneNumberId: string): Row | string {
  if (typeof item !== 'object' || item === null) return WANTED;
  const tags: Tags = { line, label: null, source: null, lang: null };
  for (const name of ['label', 'source', 'lang'] as const) {
    const value: unknown = name in item ? (item as Record<typeof name, unknown>)[name] : null;
    const word = wordOf(value);
    if (word === undefined) return `has a "${name}" that is neither text nor a number`;
    tags[name] = word;
  }
  if ('text' in item && typeof item.text === 'string') return { kind: 'text', tags, text: item.text };
  const found = arrivalsIn(item, phoneNumberId);
  return found === null ? WANTED : { kind: 'delivery', tags, ...found };
}

/** What the parser says, without the piece of the line it quotes: that is somebody's message. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? ` (${error.message.replace(/, (?:\.\.\.)?".*$/s, '')})` : '';
}

/** Labels are often 0 and 1, or true and false. Undefined for what can be no label. */
function wordOf(value: unknown): string | null | undefined {
  if (value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value.trim() || null : undefined;
}
