import { UserError } from '../errors.ts';
import { protectedId } from '../ruleset/protected-id.ts';

/** What an operator typed for a person: phone digits or a BSUID. */
export interface Person {
  /** Digits, or the BSUID. */
  name: string;
  phone: string | null;
  userId: string | null;
}

/** Reads `+49 151 234-5678`, `0049…` or a BSUID. Throws a UserError that says what is missing. */
export function readPerson(typed: string): Person {
  const read = protectedId(typed);
  if ('problem' in read)
    throw new UserError(read.problem, { hint: 'Write a phone number with its country code, or a BSUID.' });
  const isPhone = /^\d+$/.test(read.id);
  return { name: read.id, phone: isPhone ? read.id : null, userId: isPhone ? null : read.id };
}

const SHOWN_START = 4;
const SHOWN_END = 3;

/** A phone number as people may see it over your shoulder: `+4915*****678`. BSUIDs mean nothing to others and stay whole. */
export function shownPerson(id: string, full: boolean): string {
  if (!/^\d+$/.test(id)) return id;
  if (full) return `+${id}`;
  const hidden = Math.max(3, id.length - SHOWN_START - SHOWN_END);
  return `+${id.slice(0, SHOWN_START)}${'*'.repeat(hidden)}${id.slice(-SHOWN_END)}`;
}

/** An instant (ms) as every command prints it; an empty text for none. */
export const shownInstant = (at: number | null): string =>
  at === null || at <= 0 ? '' : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
