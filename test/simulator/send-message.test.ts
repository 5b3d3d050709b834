import { describe, expect, it } from '@jest/globals';
import { sendMessage } from '../../src/simulator/send-message.ts';
import { toSettings } from '../../src/simulator/settings.ts';
import { World } from '../../src/simulator/world.ts';
import { PNID } from './graph-call.ts';

const BSUID = 'US.90000000000000000123';
const text = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  type: 'text',
  text: { body: 'Please keep it civil.' },
};
const worldOf = (strictWindow = false): World =>
  new World(toSettings({ now: () => 5, strictWindow, businessNumbers: { [PNID]: '15550100001' } }));

describe('a text', () => {
  it.each([
    [{ to: '+15550100123' }, { input: '+15550100123', wa_id: '15550100123' }],
    [{ recipient: BSUID }, { input: BSUID, user_id: BSUID }],
    [
      { to: '+15550100123', recipient: BSUID },
      { input: '+15550100123', wa_id: '15550100123' },
    ],
  ])('to %j is accepted and kept', (receiver, contact) => {
    const world = worldOf();
    const extras = { context: { message_id: 'wamid.A' }, biz_opaque_callback_data: 'warn:1' };
    expect(sendMessage(world, PNID, { ...text, ...receiver, ...extras }, 'wamid.1')).toEqual({
      status: 200,
      body: { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: 'wamid.1' }] },
    });
    expect(world.messages.toArray()).toMatchObject([
      { id: 'wamid.1', text: 'Please keep it civil.', input: contact.input, at: 5 },
    ]);
  });

  it('to somebody blocked is refused with 130403, by either name', () => {
    const world = worldOf();
    world.block(PNID, 'p:15550100123', '+15550100123', 'control');
    world.link({ phone: '15550100123', userId: BSUID });
    for (const receiver of [{ to: '15550100123' }, { recipient: BSUID }]) {
      expect(sendMessage(world, PNID, { ...text, ...receiver }, 'w')).toMatchObject({
        status: 400,
        body: { error: { code: 130403 } },
      });
    }
    expect(world.messages.total).toBe(0);
  });

  it('outside the window is refused with 131047', () => {
    expect(sendMessage(worldOf(true), PNID, { ...text, to: '+15550100123' }, 'w')).toMatchObject({
      status: 400,
      body: { error: { code: 131047 } },
    });
  });

  it.each([
    [{ ...text }, 100],
    [{ ...text, to: '+15550100001' }, 131021],
    [{ ...text, to: '+1999' }, 131047],
    [{ ...text, recipient: 'US.ENT.1' }, 100],
    [{ ...text, to: '+15550100123', messaging_product: 'x' }, 100],
    [{ ...text, to: '+15550100123', type: 'image' }, 131051],
    [{ ...text, to: '+15550100123', text: { body: '' } }, 100],
    [{ ...text, to: '+15550100123', text: 'hello' }, 100],
    [{ ...text, to: '+15550100123', text: { body: 'x'.repeat(4097) } }, 100],
    [null, 100],
  ])('%j is refused with %d', (body, code) => {
    expect(sendMessage(worldOf(), PNID, body, 'w').body).toMatchObject({ error: { code } });
  });
});

describe('a read mark', () => {
  it('is accepted with a message id only', () => {
    const mark = { messaging_product: 'whatsapp', status: 'read' };
    expect(sendMessage(worldOf(), PNID, { ...mark, message_id: 'wamid.A' }, 'w')).toEqual({
      status: 200,
      body: { success: true },
    });
    expect(sendMessage(worldOf(), PNID, mark, 'w').status).toBe(400);
  });
});
