import { readFile } from 'node:fs/promises';
import { anyAddress } from './address.ts';
import type { Address } from './address.ts';

export interface UserLine {
  readonly address: Address;
  /** When this person last wrote, ms. */
  readonly at: number;
}

export class UsersFileError extends Error {
  override name = 'UsersFileError' as const;
}

/** Seconds end in the year 5138 here, milliseconds begin in 1973: no instant of today can be taken for the other. */
const MILLISECONDS_FROM = 1e11;

/** ISO, seconds or milliseconds; `undefined` when it is none of them. */
function instant(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    return value < MILLISECONDS_FROM ? value * 1000 : value;
  }
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** A phone or BSUID a line, then optionally a tab and the time of their last message (none = `now`). `#` begins a comment line. */
export function parseUsersFile(text: string, now: number): { users: UserLine[]; problems: string[] } {
  const users: UserLine[] = [];
  const problems: string[] = [];
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .forEach((line, index) => {
      if (line.trim() === '' || line.startsWith('#')) return;
      const [name = '', time = ''] = line.split('\t').map((part) => part.trim());
      const address = anyAddress(name);
      if (address.kind === 'refused' || address.kind === 'unreachable') {
        problems.push(`line ${index + 1}: "${name}" is neither a phone number nor a BSUID`);
        return;
      }
      const at = time === '' ? now : instant(time);
      if (at === undefined)
        problems.push(`line ${index + 1}: "${time}" is not a time (ISO, seconds or milliseconds)`);
      else users.push({ address, at });
    });
  return { users, problems };
}

/** @throws UsersFileError naming every bad line, or that the file cannot be read. */
export async function loadUsersFile(path: string, now: number): Promise<UserLine[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsersFileError(`The users file ${path} cannot be read.`, { cause });
  }
  const { users, problems } = parseUsersFile(text, now);
  if (problems.length > 0)
    throw new UsersFileError([`The users file ${path} has errors:`, ...problems].join('\n  '));
  return users;
}
