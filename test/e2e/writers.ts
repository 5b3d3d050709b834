import { randomUUID } from 'node:crypto';
import type { Simulator } from '../../src/simulator/server.ts';
import {
  delivery,
  PHONE_NUMBER_ID,
  postDelivery,
  textMessage,
  type Json,
  type Person,
} from '../helpers/deliveries.ts';
import { waitFor } from '../helpers/wait-for.ts';

/** The key a sender has in Redis. */
export const senderId = ({ phone, userId }: Person): string => userId ?? phone!;
/** The name by which the simulator's control knows them. */
export const nameOf = ({ phone, userId }: Person): string => phone ?? userId!;

/** How a call to Meta names them. */
export const inputOf = ({ phone, userId }: Person): string => (phone === null ? userId! : `+${phone}`);

/** One message as its sender remembers it. */
export interface Sent {
  person: Person;
  id: string;
  message: Json;
  /** The message alone in a delivery, to be sent again as it was. */
  content: Json;
}

export const names = ({ phone, userId }: Person): { phone?: string; userId?: string } => ({
  ...(phone !== null && { phone }),
  ...(userId !== null && { userId }),
});

/** A person writes: WhatsApp takes note (a blocked one is not let through: null) and makes one delivery of it. */
export function compose(
  simulator: Simulator,
  person: Person,
  text: string,
  phoneNumberId = PHONE_NUMBER_ID,
): Sent | null {
  const { delivered } = simulator.control.inbound({ ...names(person), phoneNumberId });
  if (!delivered) return null;
  const id = `wamid.${randomUUID()}`;
  const message = textMessage(text, { from: person, id });
  return { person, id, message, content: delivery([message], { people: [person], phoneNumberId }) };
}

/** Delivers as Meta does, again and again until it is answered 200. `webhook` is asked each time: the receiver may have moved. */
export async function deliverUntilTaken(
  content: Json,
  webhook: () => string,
  timeoutMs = 30_000,
): Promise<void> {
  await waitFor(async () => (await postDelivery(webhook(), content)) === 200, {
    timeoutMs,
    everyMs: 100,
    what: 'an answer of 200',
  });
}

/** Writes and delivers at once; throws when blocked or not taken. */
export async function write(
  simulator: Simulator,
  webhook: string,
  person: Person,
  text: string,
): Promise<Sent> {
  const sent = compose(simulator, person, text);
  if (sent === null) throw new Error(`${nameOf(person)} is blocked and cannot write`);
  const status = await postDelivery(webhook, sent.content);
  if (status !== 200) throw new Error(`the delivery was answered ${status}`);
  return sent;
}
