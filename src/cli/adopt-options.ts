import { DURATION_HINT, parseDuration } from '../core/duration.ts';
import { UserError } from '../errors.ts';
import { createAsker } from './ask.ts';
import type { Io } from './io.ts';

/** Options of commands that can take over blocks Cordon did not make. */
export const ADOPT_OPTIONS = {
  adopt: {
    type: 'boolean',
    about: 'Take over what somebody else blocked: from then on Cordon lifts it, or keeps it for good',
  },
  for: {
    type: 'string',
    value: 'LENGTH',
    about: 'With --adopt: for how long from now, e.g. 24h (default: until somebody lifts it)',
  },
  yes: { type: 'boolean', about: 'With --adopt: do not ask' },
} as const;

/** What `--adopt` and `--for` say; undefined without `--adopt`. Throws a UserError. */
export function readAdopt(
  { adopt, for: length }: { adopt: boolean; for: string | undefined },
  now: number,
): { until: number | null } | undefined {
  if (!adopt && length !== undefined)
    throw new UserError('--for needs --adopt', { hint: 'Write --adopt --for 24h.' });
  if (!adopt) return undefined;
  if (length === undefined) return { until: null };
  const ms = parseDuration(length);
  if (ms === null) throw new UserError(`--for ${length} is not ${DURATION_HINT}`);
  return { until: now + ms };
}

/** Asks before so many people become Cordon's. Throws a UserError where nobody can be asked; false when the answer is no. */
export async function confirmAdoption(io: Io, count: number, phoneNumberId: string): Promise<boolean> {
  const input = io.isTTY ? io.input?.() : undefined;
  if (input?.isTTY !== true)
    throw new UserError('--adopt needs your word', { hint: 'Look with --dry-run first, then add --yes.' });
  const asker = createAsker(input, io.stdout);
  try {
    const answer = await asker.ask({
      text: `Take over the blocks of ${count} people at number ${phoneNumberId}? (yes/no)`,
      problem: (typed) => (['yes', 'no'].includes(typed) ? null : 'Please type yes or no.'),
    });
    return answer === 'yes';
  } finally {
    asker.close();
  }
}
