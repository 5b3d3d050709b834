import { isRecord, phoneAddress, userAddress } from './address.ts';
import { namesOf } from './answers.ts';
import { errorAnswer } from './graph-errors.ts';
import type { GraphAnswer } from './graph-errors.ts';
import type { World } from './world.ts';

const MAX_TEXT = 4_096;

/** POST /messages: a text to a phone (`to`, which wins) or BSUID (`recipient`), or a read mark. Says yes to no more than Meta would. */
export function sendMessage(
  world: World,
  phoneNumberId: string,
  body: unknown,
  messageId: string,
): GraphAnswer {
  if (!isRecord(body)) return errorAnswer(100, { details: 'The request body must be a JSON object.' });
  if (body.messaging_product !== 'whatsapp') {
    return errorAnswer(100, { message: '(#100) The parameter messaging_product is required.' });
  }
  if (body.status === 'read') {
    if (typeof body.message_id === 'string') return { status: 200, body: { success: true } };
    return errorAnswer(100, { message: '(#100) The parameter message_id is required.' });
  }
  if (body.type !== undefined && body.type !== 'text') {
    return errorAnswer(131051, { details: 'The simulator sends text messages only.' });
  }
  const text = isRecord(body.text) ? body.text.body : undefined;
  if (typeof text !== 'string' || text === '') {
    return errorAnswer(100, { message: "(#100) The parameter text['body'] is required." });
  }
  if (text.length > MAX_TEXT) {
    return errorAnswer(100, {
      message: `(#100) Param text['body'] must be at most ${MAX_TEXT} characters long.`,
    });
  }

  const { to, recipient } = body;
  if (typeof to !== 'string' && typeof recipient !== 'string') {
    return errorAnswer(100, { message: '(#100) The parameter to is required.' });
  }
  const address = typeof to === 'string' ? phoneAddress(to) : userAddress(String(recipient));
  if (address.kind === 'refused') return errorAnswer(100, { details: address.details });
  const key = world.people.keyOf(address);
  if (key === undefined) return errorAnswer(131047);
  if (world.isSelf(phoneNumberId, address)) return errorAnswer(131021);
  if (world.listOf(phoneNumberId).has(key)) return errorAnswer(130403);
  const at = world.clock.now();
  if (!world.people.inWindow(key, at)) return errorAnswer(131047);

  world.messages.push({
    at,
    phoneNumberId,
    id: messageId,
    ...world.people.identityOf(key),
    input: address.input,
    text,
  });
  const waId = address.kind === 'phone' ? world.people.waIdOf(address.digits) : undefined;
  return {
    status: 200,
    body: {
      messaging_product: 'whatsapp',
      contacts: [namesOf(address, waId)],
      messages: [{ id: messageId }],
    },
  };
}
