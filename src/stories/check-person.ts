import type { Ladder } from '../core/policy.ts';
import type { Mismatch } from './mismatch.ts';
import { yesOrNo } from './mismatch.ts';
import type { Standing, Stay } from './person-state.ts';
import type { PersonState } from './story.ts';
import { formatLength } from './story-time.ts';

export interface Look {
  startsAt: number;
  ladder: Ladder;
  /** False when a rule named the length of the last block: then it has no jitter. */
  onLadder: boolean;
}

/** What one person was expected to be and is not; counts of groups are compared elsewhere. */
export function checkPerson(expected: PersonState, standing: Standing, look: Look): Mismatch[] {
  const found: Mismatch[] = [];
  const why = [describeStanding(standing, look)];
  const note = (key: string, wanted: string, got: string): void =>
    void found.push({ key, expected: wanted, got, why });
  const { stay, lifted } = standing;
  const { blocked_for: length, blocked_until: until, lifted_at: liftedAt, strikes } = expected;
  if (length !== undefined) {
    const last = stay ?? lifted;
    if (!lasts(last, length, look))
      note('blocked_for', sayLength(length, look), last === null ? 'never blocked' : sayStay(last));
  }
  if (until !== undefined && !(stay !== null && lasts(stay, until - stay.since, look)))
    note(
      'blocked_until',
      sayInstant(until, stay, look),
      stay === null ? 'not blocked' : sayUntil(stay, look),
    );
  if (liftedAt === null && lifted !== null) note('lifted_at', 'never', sayUntil(lifted, look));
  if (typeof liftedAt === 'number' && !(lifted !== null && lasts(lifted, liftedAt - lifted.since, look)))
    note(
      'lifted_at',
      sayInstant(liftedAt, lifted, look),
      lifted === null ? 'never lifted' : sayUntil(lifted, look),
    );
  for (const which of ['active', 'total'] as const) {
    const wanted = strikes === undefined || !(which in strikes) ? undefined : strikes[which];
    if (wanted !== undefined && wanted !== standing[which])
      note('strikes', `${wanted} ${which === 'active' ? 'that count' : 'in all'}`, String(standing[which]));
  }
  return found;
}

/** The three that are yes or no for one person, and a number for a group. */
export const FLAGS = {
  blocked: ({ stay }: Standing): boolean => stay !== null,
  held: ({ status }: Standing): boolean => status === 'held',
  armed: ({ status }: Standing): boolean => status === 'armed',
} as const;
export type Flag = keyof typeof FLAGS;

/** A cooldown of the ladder is as long as said, or by the jitter longer, never above its cap. */
function longestOf(length: number, { ladder, onLadder }: Look): number {
  const { jitter, capMs } = ladder;
  if (!onLadder || jitter === 0 || length >= capMs) return length;
  return Math.min(Math.round(length * (1 + jitter)), capMs);
}

function lasts(stay: Stay | null, length: number | 'permanent', look: Look): boolean {
  if (stay === null) return false;
  if (length === 'permanent' || stay.until === null) return length === 'permanent' && stay.until === null;
  const real = stay.until - stay.since;
  return real >= length && real <= longestOf(length, look);
}

function sayLength(length: number | 'permanent', look: Look): string {
  if (length === 'permanent') return 'permanent';
  const longest = longestOf(length, look);
  return longest === length
    ? formatLength(length)
    : `${formatLength(length)} to ${formatLength(longest)} (jitter)`;
}

const sayStay = ({ since, until }: Stay): string =>
  until === null ? 'permanent' : formatLength(until - since);
const sayUntil = ({ until }: Stay, { startsAt }: Look): string =>
  until === null ? 'never' : formatLength(until - startsAt);

function sayInstant(at: number, stay: Stay | null, look: Look): string {
  const latest = stay === null ? at : stay.since + longestOf(at - stay.since, look);
  const from = formatLength(at - look.startsAt);
  return latest === at ? from : `${from} to ${formatLength(latest - look.startsAt)} (jitter)`;
}

export function describeStanding({ status, stay, lifted, active, total }: Standing, look: Look): string {
  const ended = lifted === null ? '' : `, last lifted at ${sayUntil(lifted, look)} after ${sayStay(lifted)}`;
  const end =
    stay === null
      ? ''
      : stay.until === null
        ? ' for good'
        : ` until ${sayUntil(stay, look)} (${sayStay(stay)})`;
  const word = status === 'none' ? 'not blocked' : status;
  const strikes = `${active} strike${active === 1 ? '' : 's'} that count${active === 1 ? 's' : ''}, ${total} in all`;
  return `${word}${end}${ended}; ${strikes}`;
}

export const sayFlag = (value: boolean | number): string =>
  typeof value === 'number' ? String(value) : yesOrNo(value);
