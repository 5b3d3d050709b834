import type { Allow } from '../core/state/exchange.ts';
import { ALLOWS_MAX } from '../core/state/exchange.ts';
import { ALLOWS_KEPT_DAYS, MINUTES_KEPT_DAYS } from './keys.ts';
import type { Arg } from './script.ts';

const DAY_S = 86_400;

/** A plain allow as it is kept: when it was judged, its score, the message's key, the sender. Only the sender may hold spaces. */
export const encodeAllow = ({ at, score, key, senderId }: Allow): string =>
  `${at} ${Math.round(score * 1000) / 1000} ${Buffer.from(key, 'latin1').toString('base64url')} ${senderId}`;

/** null for what Cordon never wrote. */
export function decodeAllow(text: string): Allow | null {
  const [, at, score, key, senderId] = /^(\d+) (\S+) (\S+) (.*)$/s.exec(text) ?? [];
  if (at === undefined || score === undefined || key === undefined || senderId === undefined) return null;
  return {
    at: Number(at),
    score: Number(score),
    key: Buffer.from(key, 'base64url').toString('latin1'),
    senderId,
  };
}

/** The UTC hour of an instant as its minutes are keyed: `2026101412`. */
export const hourOf = (at: number): string => new Date(at).toISOString().slice(0, 13).replaceAll(/[-T]/g, '');

/** What record.lua needs to keep a chunk's allows, which were all judged at `now`. */
export function allowArgs(allows: readonly Allow[], now: number): Arg[] {
  if (allows.length === 0) return [0];
  const minute = Math.floor(now / 60_000) % 60;
  return [
    allows.length,
    ALLOWS_MAX,
    ALLOWS_KEPT_DAYS * DAY_S,
    hourOf(now),
    minute,
    MINUTES_KEPT_DAYS * DAY_S,
    // One argument: a client spends more on a hundred than Redis on telling them apart.
    allows.map(encodeAllow).join('\n'),
  ];
}
