import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../src/simulator/server.ts';
import { isInvalidCallError } from '../../src/whatsapp/errors.ts';
import { createMessageApi } from '../../src/whatsapp/message-api.ts';
import type { MessageApi } from '../../src/whatsapp/message-api.ts';
import type { BlockTarget } from '../../src/whatsapp/targets.ts';

const PNID = '100000000000010';
const SECRET = 'test_app_secret';
const BSUID = 'US.90000000000000000123';
const apiAt = (graphUrl: string, more: { token?: string; appSecret?: string } = {}): MessageApi =>
  createMessageApi({
    graphUrl,
    version: 'v25.0',
    token: () => more.token ?? 'EAAexample',
    appSecret: () => more.appSecret ?? SECRET,
    timeoutMs: 5_000,
  });

describe('a text to a person', () => {
  it.each<[BlockTarget, string]>([
    [{ user: '+15550100123' }, '+15550100123'],
    [{ user_id: BSUID }, BSUID],
  ])('to %j is taken, with the proof of the app secret', async (target, input) => {
    await using simulator = await open();
    expect(await apiAt(simulator.url).sendText(PNID, target, 'Please stop.')).toEqual({
      kind: 'accepted',
      http: 200,
    });
    expect(simulator.control.messages()).toMatchObject([
      { input, text: 'Please stop.', phoneNumberId: PNID },
    ]);
    const wrong = await apiAt(simulator.url, { appSecret: 'other' }).sendText(PNID, target, 'Again');
    expect(wrong).toMatchObject({ kind: 'refused', error: { code: 100 } });
  });

  it('to somebody blocked, or silent for a day, is refused with the code of that', async () => {
    await using simulator = await open();
    const api = apiAt(simulator.url);
    simulator.control.block(PNID, '+15550100124');
    expect(await api.sendText(PNID, { user: '+15550100124' }, 'x')).toMatchObject({
      kind: 'refused',
      http: 400,
      error: { code: 130_403 },
    });
    await using strict = await open({ strictWindow: true });
    expect(await apiAt(strict.url).sendText(PNID, { user: '+15550100125' }, 'x')).toMatchObject({
      error: { code: 131_047 },
    });
  });

  it.each<[string, BlockTarget, string]>([
    ['a name Meta cannot know', { user_id: 'US.ENT.1' }, 'EAAexample'],
    ['a phone without its plus', { user: '15550100123' }, 'EAAexample'],
    ['an empty token', { user: '+15550100123' }, ''],
  ])('%s is the caller’s mistake, and is not sent', async (_, target, token) => {
    await using simulator = await open();
    const error: unknown = await apiAt(simulator.url, { token })
      .sendText(PNID, target, 'x')
      .catch((thrown: unknown) => thrown);
    expect(isInvalidCallError(error)).toBe(true);
    expect(simulator.control.requests()).toEqual([]);
  });
});

async function open(options: { strictWindow?: boolean } = {}) {
  const simulator = await startSimulator({ appSecret: SECRET, ...options });
  return { ...simulator, [Symbol.asyncDispose]: () => simulator.close() };
}
