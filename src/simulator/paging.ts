/** Graph's opaque cursor of this endpoint: where a page begins or ends, and in which version of the list. */
export interface Cursor {
  readonly offset: number;
  readonly versionId: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly after?: Cursor;
  readonly before?: Cursor;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly after: Cursor;
  readonly before: Cursor;
}

/** Base64 with Graph's own escapes: `Z` begins one, so that neither `+`, `/` nor `=` remains. */
export function encodeCursor(cursor: Cursor): string {
  const json = JSON.stringify({ offset: cursor.offset, versionId: cursor.versionId });
  const escapes: Record<string, string> = { Z: 'ZA', '+': 'ZB', '/': 'ZC', '=': 'ZD' };
  return Buffer.from(json)
    .toString('base64')
    .replace(/[Z+/=]/g, (character) => escapes[character] ?? character);
}

export function decodeCursor(text: string): Cursor | undefined {
  const plain: Record<string, string> = { ZA: 'Z', ZB: '+', ZC: '/', ZD: '=' };
  const base64 = text.replace(/Z[A-D]/g, (escape) => plain[escape] ?? escape);
  try {
    const value: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
    if (typeof value !== 'object' || value === null || !('offset' in value) || !('versionId' in value))
      return undefined;
    const { offset, versionId } = value;
    if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) return undefined;
    return typeof versionId === 'string' ? { offset, versionId } : undefined;
  } catch {
    return undefined;
  }
}

/** `'changed'` when a cursor belongs to another version: the caller has to begin again at offset 0. */
export function pageOf<T>(all: readonly T[], versionId: string, request: PageRequest): Page<T> | 'changed' {
  const cursor = request.after ?? request.before;
  if (cursor !== undefined && cursor.versionId !== versionId) return 'changed';
  let start = request.after?.offset ?? 0;
  let end = start + request.limit;
  if (request.after === undefined && request.before !== undefined) {
    end = request.before.offset;
    start = Math.max(0, end - request.limit);
  }
  const items = all.slice(start, end);
  return {
    items,
    after: { offset: start + items.length, versionId },
    before: { offset: start, versionId },
  };
}
