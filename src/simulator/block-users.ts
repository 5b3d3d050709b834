import type { Address } from './address.ts';
import { entryAddress, isRecord } from './address.ts';
import { blockAnswer, listAnswer } from './answers.ts';
import type { UserOutcome } from './answers.ts';
import { errorAnswer, userError } from './graph-errors.ts';
import type { GraphAnswer, UserError } from './graph-errors.ts';
import type { UserFate } from './fault-picker.ts';
import { decodeCursor, pageOf } from './paging.ts';
import type { Cursor } from './paging.ts';
import type { World } from './world.ts';

const MAX_USERS = 1_000;
const DEFAULT_LIMIT = 25;
const grouped = new Intl.NumberFormat('en-US');

/** POST (block) and DELETE (lift): one synchronous step, applied user by user. */
export function changeBlocklist(
  world: World,
  phoneNumberId: string,
  op: 'block' | 'lift',
  body: unknown,
  fateOf: (index: number) => UserFate,
): GraphAnswer {
  if (!isRecord(body)) return errorAnswer(100, { details: 'The request body must be a JSON object.' });
  if (body.messaging_product !== 'whatsapp') {
    return errorAnswer(100, { message: '(#100) The parameter messaging_product is required.' });
  }
  const entries: unknown = body.block_users;
  if (!Array.isArray(entries))
    return errorAnswer(100, { message: '(#100) The parameter block_users is required.' });
  if (entries.length > MAX_USERS) {
    return errorAnswer(130429, {
      details: `Too many users in the request: ${entries.length}, at most ${MAX_USERS}.`,
    });
  }
  const addresses: Address[] = [];
  for (const [index, entry] of entries.entries()) {
    const address = entryAddress(entry, index);
    if (address.kind === 'refused') return errorAnswer(100, { details: address.details });
    addresses.push(address);
  }
  if (op === 'block' && hasNoRoom(world, phoneNumberId, addresses))
    return errorAnswer(139101, { details: fullText(world) });

  const change = op === 'block' ? blockOne : liftOne;
  const outcomes = addresses.map((address, index): UserOutcome => {
    const fate = fateOf(index);
    const waId = address.kind === 'phone' ? world.people.waIdOf(address.digits) : undefined;
    if (fate.kind === 'fail') return { address, waId, result: userError(fate.code, fate.details) };
    const error = fate.kind === 'omit' && !fate.applied ? undefined : change(world, phoneNumberId, address);
    return { address, waId, result: fate.kind === 'omit' ? 'omitted' : (error ?? 'done') };
  });
  return blockAnswer(op, outcomes);
}

function blockOne(world: World, phoneNumberId: string, address: Address): UserError | undefined {
  const key = world.people.keyOf(address);
  if (key === undefined) return userError(131047);
  if (world.isSelf(phoneNumberId, address)) return userError(131021);
  if (world.isBusiness(address)) return userError(131047);
  const list = world.listOf(phoneNumberId);
  // Blocked people cannot write, so being blocked comes before the window.
  if (list.has(key)) return world.settings.repeatedBlock === 'fail' ? userError(139103) : undefined;
  if (!world.people.inWindow(key, world.clock.now())) return userError(131047);
  if (list.size >= world.settings.listCap) return userError(139101, fullText(world));
  world.block(phoneNumberId, key, address.input, 'api');
  return undefined;
}

/** Unblocking knows no window. */
function liftOne(world: World, phoneNumberId: string, address: Address): UserError | undefined {
  const key = world.people.keyOf(address);
  if (key === undefined) return userError(131047);
  const changed = world.lift(phoneNumberId, key, address.input, 'api');
  return changed || world.settings.repeatedLift === 'succeed' ? undefined : userError(139103);
}

/** A full list refuses a request as a whole when none of its people is on it; else only those who are not. */
function hasNoRoom(world: World, phoneNumberId: string, addresses: readonly Address[]): boolean {
  const list = world.listOf(phoneNumberId);
  if (list.size < world.settings.listCap || addresses.length === 0) return false;
  return !addresses.some((address) => {
    const key = world.people.keyOf(address);
    return key !== undefined && list.has(key);
  });
}

const fullText = (world: World): string =>
  `The blocklist has reached its ${grouped.format(world.settings.listCap)} user limit.`;

/** GET: one page, oldest block first. */
export function listBlocked(world: World, phoneNumberId: string, query: URLSearchParams): GraphAnswer {
  const limitText = query.get('limit');
  const limit = limitText === null || limitText === '' ? DEFAULT_LIMIT : Number(limitText);
  if (!Number.isInteger(limit) || limit < 1)
    return errorAnswer(100, { message: '(#100) Param limit must be a positive integer' });
  const after = cursorOf(query.get('after'));
  const before = cursorOf(query.get('before'));
  if (after === 'bad' || before === 'bad') return errorAnswer(100, { message: '(#100) Invalid cursor' });

  const list = world.listOf(phoneNumberId);
  const page = pageOf(list.entries(), list.versionId, {
    limit: Math.min(limit, world.settings.maxPageSize),
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  });
  if (page === 'changed') return errorAnswer(139102);
  return listAnswer(page, (person) => world.people.identityOf(person.key));
}

function cursorOf(text: string | null): Cursor | undefined | 'bad' {
  if (text === null || text === '') return undefined;
  return decodeCursor(text) ?? 'bad';
}
