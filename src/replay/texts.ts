import { pretend } from '../explain/pretend.ts';
import type { Arrival } from '../explain/payload.ts';

/** The n-th (from 0) text of a file as the first message of a sender of its own; the numbers belong to no country. */
export function textArrival(text: string, index: number, at: number, phoneNumberId: string): Arrival {
  const from = `1555${String(index).padStart(7, '0')}`;
  const [arrival] =
    pretend({
      text,
      type: 'text',
      from,
      name: null,
      forwarded: 'no',
      times: 1,
      everyMs: 0,
      at,
      phoneNumberId,
    }) ?? [];
  if (arrival === undefined) throw new Error('a text made no message');
  return arrival;
}
