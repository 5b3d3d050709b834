import type { Address } from './address.ts';
import type { BlockedPerson } from './blocklist.ts';
import { errorBody } from './graph-errors.ts';
import type { GraphAnswer, UserError } from './graph-errors.ts';
import { encodeCursor } from './paging.ts';
import type { Page } from './paging.ts';
import type { Identity } from './people.ts';

/** What became of one entry. `omitted`: the answer does not mention it. */
export interface UserOutcome {
  readonly address: Address;
  /** Known for phone numbers that can be on WhatsApp. */
  readonly waId: string | undefined;
  readonly result: 'done' | 'omitted' | UserError;
}

/** By phone: `input` and `wa_id`; by BSUID: `input` and `user_id`; a number that cannot exist: only `input`. */
export function namesOf(address: Address, waId: string | undefined): Record<string, string> {
  if (address.kind === 'user') return { input: address.input, user_id: address.userId };
  return waId === undefined ? { input: address.input } : { input: address.input, wa_id: waId };
}

/** 200 when nobody failed; else 400 with the lists and error 139100 side by side. */
export function blockAnswer(op: 'block' | 'lift', outcomes: readonly UserOutcome[]): GraphAnswer {
  const done: unknown[] = [];
  const failed: unknown[] = [];
  for (const { address, waId, result } of outcomes) {
    if (result === 'done') done.push(namesOf(address, waId));
    else if (result !== 'omitted') failed.push({ ...namesOf(address, waId), errors: [result] });
  }
  const successes = { [op === 'block' ? 'added_users' : 'removed_users']: done };
  if (failed.length === 0)
    return { status: 200, body: { messaging_product: 'whatsapp', block_users: successes } };
  const verb = op === 'block' ? 'block' : 'unblock';
  const details = `Failed to ${verb} some users, see the block_users response list for details`;
  return {
    status: 400,
    body: {
      messaging_product: 'whatsapp',
      block_users: { ...successes, failed_users: failed },
      error: errorBody(139100, { details }),
    },
  };
}

/** Flat items with the names Meta may share; no cursors on an empty page. */
export function listAnswer(
  page: Page<BlockedPerson>,
  identityOf: (person: BlockedPerson) => Identity,
): GraphAnswer {
  if (page.items.length === 0) return { status: 200, body: { data: [] } };
  const data = page.items.map((person) => {
    const { waId, userId } = identityOf(person);
    return {
      messaging_product: 'whatsapp',
      ...(waId === undefined ? {} : { wa_id: waId }),
      ...(userId === undefined ? {} : { user_id: userId }),
    };
  });
  const cursors = { after: encodeCursor(page.after), before: encodeCursor(page.before) };
  return { status: 200, body: { data, paging: { cursors } } };
}
