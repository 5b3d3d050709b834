import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { judgeClock, judgeProbe } from '../../src/doctor/meta.ts';
import { startSimulator, type FaultPlan, type Simulator } from '../../src/simulator/server.ts';
import { createBlockApi } from '../../src/whatsapp/block-api.ts';
import { PHONE_NUMBER_ID } from '../helpers/deliveries.ts';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ badTokens: ['expired'], appSecret: 'right-secret' });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.control.heal());

async function probe(options: { token?: string; appSecret?: string; graphUrl?: string } = {}) {
  const { token = 'good', appSecret = 'right-secret', graphUrl = simulator.url } = options;
  const api = createBlockApi({
    graphUrl,
    version: 'v25.0',
    token: () => token,
    appSecret: () => appSecret,
    timeoutMs: 1_000,
  });
  return judgeProbe(PHONE_NUMBER_ID, await api.probe(PHONE_NUMBER_ID));
}

describe('what is said of Meta’s answer to one number', () => {
  it('is well when the list can be read', async () => {
    const what = `the token may read the blocklist of ${PHONE_NUMBER_ID}`;
    expect(await probe()).toEqual({ area: 'meta', status: 'ok', what, mend: null });
    simulator.control.setUsage({ callCount: 93 });
    expect(await probe()).toMatchObject({ status: 'warn', what: expect.stringContaining('93 %') });
  });

  it('names token and app secret as what they are', async () => {
    expect(await probe({ token: 'expired' })).toMatchObject({
      status: 'fail',
      mend: expect.stringContaining('Make a token of a system user'),
    });
    expect(await probe({ appSecret: 'of-another-app' })).toMatchObject({
      status: 'fail',
      mend: expect.stringContaining('The app secret does not belong to the app of the token'),
    });
  });

  it.each<[string, FaultPlan['fault'], 'warn' | 'fail', RegExp]>([
    ['0', { kind: 'error', code: 0 }, 'fail', /system user/],
    ['3', { kind: 'error', code: 3 }, 'fail', /whatsapp_business_messaging/],
    ['10', { kind: 'error', code: 10 }, 'fail', /whatsapp_business_messaging/],
    ['200', { kind: 'error', code: 200 }, 'fail', /Add assets/],
    ['131005', { kind: 'error', code: 131_005 }, 'fail', /Add assets/],
    ['33', { kind: 'error', code: 33 }, 'fail', /Phone number ID \(not the phone number\)/],
    [
      '100 with subcode 33',
      { kind: 'error', code: 100, subcode: 33 },
      'fail',
      /Phone number ID \(not the phone number\)/,
    ],
    ['100', { kind: 'error', code: 100 }, 'fail', /META_GRAPH_VERSION/],
    ['133010', { kind: 'error', code: 133_010 }, 'fail', /Register the number/],
    ['368', { kind: 'error', code: 368 }, 'fail', /Account quality/],
    ['131031', { kind: 'error', code: 131_031 }, 'fail', /Account quality/],
    ['4', { kind: 'error', code: 4 }, 'warn', /wait/],
    ['2', { kind: 'error', code: 2 }, 'warn', /wait/],
    ['a code nobody knows', { kind: 'error', code: 987_654 }, 'warn', /wait/],
    ['a page of HTML', { kind: 'html' }, 'fail', /Something other than the Graph API/],
    ['a broken connection', { kind: 'reset' }, 'fail', /check the network/],
    ['silence', { kind: 'hang' }, 'fail', /GRAPH_TIMEOUT_MS/],
  ])('says how to mend %s', async (_what, fault, status, mend) => {
    simulator.control.addFault({ fault });
    const finding = await probe();
    expect(finding.status).toBe(status);
    expect(finding.mend).toMatch(mend);
  });

  it('tells an address nobody answers at', async () => {
    const gone = await startSimulator();
    await gone.close();
    expect(await probe({ graphUrl: gone.url })).toMatchObject({
      status: 'fail',
      what: 'no usable answer from the Graph API: unreachable (ECONNREFUSED)',
    });
  });
});

describe('what is said of this machine’s clock', () => {
  const DATE = Date.UTC(2026, 0, 5, 9, 0, 0);
  it.each([
    [null, DATE, null],
    [DATE, DATE + 900, 'ok'],
    [DATE, DATE - 8_000, 'ok'],
    [DATE, DATE + 31_000, 'warn'],
    [DATE, DATE - 31_000, 'warn'],
    [DATE, DATE + 400_000, 'fail'],
  ])('Meta says %j, we say %j: %j', (served, now, status) => {
    expect(judgeClock(served, now)?.status ?? null).toBe(status);
  });
});
