import type { Edge } from './fault-picker.ts';

export type GraphRoute =
  | { readonly kind: 'edge'; readonly version: string; readonly phoneNumberId: string; readonly edge: Edge }
  /** Graph knows the shape, not the object. */
  | { readonly kind: 'no-object'; readonly version: string; readonly id: string }
  | { readonly kind: 'unknown'; readonly version: string; readonly path: string };

/** What Graph answers as when the path names no version. */
const DEFAULT_VERSION = 'v25.0';
const EDGES: readonly string[] = ['block_users', 'messages'] satisfies Edge[];
const isEdge = (text: string): text is Edge => EDGES.includes(text);

/** `/{version}/{phone-number-id}/{edge}`; the version may be missing. */
export function parseGraphPath(pathname: string): GraphRoute {
  const parts = pathname.split('/').filter((part) => part !== '');
  const versioned = /^v\d{1,3}\.\d{1,2}$/.test(parts[0] ?? '');
  const version = (versioned ? parts.shift() : undefined) ?? DEFAULT_VERSION;
  const [id, edge, ...rest] = parts;
  if (id === undefined || edge === undefined || rest.length > 0 || !isEdge(edge)) {
    return { kind: 'unknown', version, path: `/${parts.slice(1).join('/') || parts.join('/')}` };
  }
  if (!/^\d{1,32}$/.test(id)) return { kind: 'no-object', version, id };
  return { kind: 'edge', version, phoneNumberId: id, edge };
}
