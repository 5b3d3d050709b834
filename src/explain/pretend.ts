import { bsuid, waId } from '../core/normalize/identity.ts';
import type { TestedType } from '../ruleset/rule-schema.ts';
import { testEnvelope } from '../ruleset/test-messages.ts';
import type { Arrival } from './payload.ts';

/** Messages nobody sent, as `rules explain --text` makes them. */
export interface Pretence {
  text: string;
  type: TestedType;
  /** A phone number or BSUID; null = an invented phone number. */
  from: string | null;
  /** The sender's profile name; null = an invented one. */
  name: string | null;
  forwarded: 'no' | 'once' | 'many';
  /** Copies, `everyMs` apart; the last one is sent at `at` (ms). */
  times: number;
  everyMs: number;
  at: number;
  phoneNumberId: string;
}

/** The messages as Meta would deliver them, oldest first; null when `from` names nobody. */
export function pretend(pretence: Pretence): Arrival[] | null {
  const { text, type, forwarded, times, everyMs, at, phoneNumberId } = pretence;
  const person = personOf(pretence);
  if (person === null) return null;
  const test = { text, type, ...(forwarded === 'no' ? {} : { forwarded }) };
  return Array.from({ length: times }, (_, index) => {
    const envelope = testEnvelope(test, index, at - (times - 1 - index) * everyMs);
    const { message } = envelope;
    return {
      phoneNumberId,
      displayPhoneNumber: null,
      envelope: {
        ...envelope,
        message: { ...(message as object), from: undefined, ...person.own },
        contact: person.contact,
      },
    };
  });
}

function personOf({ from, name }: Pretence): { own: object; contact: object } | null {
  const profile = { profile: { name: name ?? 'Somebody' } };
  const userId = from === null ? null : bsuid(from);
  if (userId !== null) return { own: { from_user_id: userId }, contact: { ...profile, user_id: userId } };
  const phone = from === null ? '15550100123' : waId(from.replace(/[\s().-]/g, ''));
  return phone === null ? null : { own: { from: phone }, contact: { ...profile, wa_id: phone } };
}
