import { z } from 'zod';
import { isRecord } from './address.ts';
import type { GraphAnswer } from './graph-errors.ts';

/** Shapes that older pages, samples or SDKs show and that Graph may therefore send. All off by default. */
export const odditiesSchema = z.strictObject({
  /** `"code": "131047"` instead of a number. */
  stringCodes: z.boolean(),
  /** Top-level `errors` instead of `error`. */
  errorsKey: z.boolean(),
  /** No `wa_id` in the results of blocking and unblocking. */
  missingWaId: z.boolean(),
  /** `added_users` also in the answer of DELETE. */
  addedUsersOnDelete: z.boolean(),
  /** `data[].block_users[]` and `paging.next`, as the page of 2025 showed GET. */
  legacyList: z.boolean(),
});

export type Oddities = z.output<typeof odditiesSchema>;

export const NO_ODDITIES: Oddities = {
  stringCodes: false,
  errorsKey: false,
  missingWaId: false,
  addedUsersOnDelete: false,
  legacyList: false,
};

/** `nextUrl` is this listing's own address without its cursor. */
export function applyOddities(answer: GraphAnswer, oddities: Oddities, nextUrl: URL): GraphAnswer {
  let body = answer.body;
  if (oddities.missingWaId && isRecord(body.block_users)) {
    body = { ...body, block_users: mapMembers(body.block_users, withoutWaId) };
  }
  if (oddities.addedUsersOnDelete && isRecord(body.block_users) && 'removed_users' in body.block_users) {
    const { removed_users: removed, ...others } = body.block_users;
    body = { ...body, block_users: { added_users: removed, ...others } };
  }
  if (oddities.legacyList && Array.isArray(body.data)) body = legacyList(body, nextUrl);
  if (oddities.errorsKey && body.error !== undefined) {
    const { error, ...others } = body;
    body = { ...others, errors: error };
  }
  if (oddities.stringCodes) body = mapMembers(body, codesAsText);
  return { ...answer, body };
}

function mapMembers(
  record: Record<string, unknown>,
  map: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function withoutWaId(users: unknown): unknown {
  if (!Array.isArray(users)) return users;
  return users.map((user: unknown) =>
    isRecord(user) ? Object.fromEntries(Object.entries(user).filter(([key]) => key !== 'wa_id')) : user,
  );
}

function codesAsText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(codesAsText);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, member]): [string, unknown] => [
    key,
    key === 'code' && typeof member === 'number' ? String(member) : codesAsText(member),
  ]);
  return Object.fromEntries(entries);
}

function legacyList(body: Record<string, unknown>, nextUrl: URL): Record<string, unknown> {
  const items = Array.isArray(body.data) ? body.data.filter(isRecord) : [];
  if (items.length === 0) return body;
  const users = items.map(({ wa_id: waId, user_id: userId }) =>
    typeof waId === 'string' ? { input: `+${waId}`, wa_id: waId } : { input: userId, user_id: userId },
  );
  const paging = isRecord(body.paging) ? body.paging : {};
  const next = new URL(nextUrl);
  if (isRecord(paging.cursors) && typeof paging.cursors.after === 'string') {
    next.searchParams.delete('before');
    next.searchParams.set('after', paging.cursors.after);
  }
  next.searchParams.delete('access_token');
  return { ...body, data: [{ block_users: users }], paging: { ...paging, next: next.href } };
}
