import { describe, expect, it } from '@jest/globals';
import { anyAddress } from '../../src/simulator/address.ts';
import { changeBlocklist, listBlocked } from '../../src/simulator/block-users.ts';
import type { UserFate } from '../../src/simulator/fault-picker.ts';
import type { GraphAnswer } from '../../src/simulator/graph-errors.ts';
import { toSettings } from '../../src/simulator/settings.ts';
import type { SimulatorOptions } from '../../src/simulator/settings.ts';
import { World } from '../../src/simulator/world.ts';
import { documented, withoutTrace } from './fixtures.ts';
import { OFFENDER, OTHER, PNID, users } from './graph-call.ts';

const NOW = 1_793_000_000_000;
const DAY = 24 * 60 * 60 * 1000;
const BSUID = 'US.90000000000000000123';
const normal = (): UserFate => ({ kind: 'normal' });

function worldOf(options: SimulatorOptions = {}, wrote: readonly string[] = []): World {
  const world = new World(toSettings({ now: () => NOW, ...options }));
  for (const name of wrote) {
    const address = anyAddress(name);
    const key = address.kind === 'refused' ? undefined : world.people.keyOf(address);
    if (key !== undefined) world.people.noteInbound(key, NOW);
  }
  return world;
}
const block = (world: World, ...names: string[]): GraphAnswer =>
  changeBlocklist(world, PNID, 'block', users(...names), normal);
const lift = (world: World, ...names: string[]): GraphAnswer =>
  changeBlocklist(world, PNID, 'lift', users(...names), normal);
const list = (world: World, query = ''): GraphAnswer => listBlocked(world, PNID, new URLSearchParams(query));
const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `+1555${String(1_000_000 + index)}`);

describe('blocking answers as documented', () => {
  it('for phones and for a BSUID', () => {
    expect(block(worldOf(), OFFENDER, OTHER)).toEqual({ status: 200, body: documented('block_200_phone') });
    expect(block(worldOf(), BSUID)).toEqual({ status: 200, body: documented('block_200_bsuid') });
  });

  it('for one who wrote, one who did not, and a number that cannot exist', () => {
    const answer = block(worldOf({ strictWindow: true }, [OFFENDER]), OFFENDER, OTHER, '+1999');
    expect(answer).toEqual({ status: 400, body: withoutTrace(documented('block_400_mixed')) });
  });

  it('when everybody failed', () => {
    const answer = block(worldOf({ strictWindow: true }), OTHER);
    expect(answer).toEqual({ status: 400, body: withoutTrace(documented('block_400_all_failed_INFERRED')) });
  });

  it('echoing a phone without + as it came, and naming the WhatsApp id where it differs', () => {
    const world = worldOf();
    world.link({ phone: '5511987654321', waId: '551187654321' });
    expect(block(world, '15550100123', '+5511987654321').body).toEqual({
      messaging_product: 'whatsapp',
      block_users: {
        added_users: [
          { input: '15550100123', wa_id: '15550100123' },
          { input: '+5511987654321', wa_id: '551187654321' },
        ],
      },
    });
  });

  it('for an empty request', () => {
    expect(block(worldOf())).toEqual({
      status: 200,
      body: { messaging_product: 'whatsapp', block_users: { added_users: [] } },
    });
  });
});

describe('blocking refuses', () => {
  it('the own number with 131021, also without +, and other business numbers with 131047', () => {
    const world = worldOf({ businessNumbers: { [PNID]: '15550100001', '2': '15550100002' } });
    const codes = block(world, '+15550100001', '15550100001', '+15550100002').body;
    expect(JSON.stringify(codes).match(/"code":\d+/g)).toEqual([
      '"code":131021',
      '"code":131021',
      '"code":131047',
      '"code":139100',
    ]);
    expect(world.blocked(PNID)).toEqual([]);
  });

  it('more than 1,000 users with 130429, applying nothing', () => {
    const world = worldOf();
    expect(block(world, ...numbers(1001))).toMatchObject({ status: 400, body: { error: { code: 130429 } } });
    expect(world.listOf(PNID).size).toBe(0);
    expect(block(world, ...numbers(1000)).status).toBe(200);
    expect(world.listOf(PNID).size).toBe(1000);
  });

  it('a parent BSUID together with everybody in the request', () => {
    const world = worldOf();
    expect(block(world, OFFENDER, 'US.ENT.123')).toMatchObject({
      status: 400,
      body: { error: { code: 100 } },
    });
    expect(world.blocked(PNID)).toEqual([]);
  });

  it('newcomers on a full list: the whole request when nobody in it is blocked, else only them', () => {
    const world = worldOf({ listCap: 1 });
    expect(block(world, OFFENDER).status).toBe(200);
    expect(block(world, OTHER)).toMatchObject({
      body: {
        error: { code: 139101, error_data: { details: 'The blocklist has reached its 1 user limit.' } },
      },
    });
    expect(block(world, OFFENDER, OTHER).body).toMatchObject({
      block_users: {
        added_users: [{ input: OFFENDER }],
        failed_users: [{ input: OTHER, errors: [{ code: 139101 }] }],
      },
    });
  });

  it('a full list of 64,000 with the documented words', () => {
    const world = worldOf();
    for (let index = 0; index < 64_000; index += 1) world.block(PNID, `p:${index}`, String(index), 'control');
    expect(block(world, OFFENDER)).toEqual({
      status: 400,
      body: withoutTrace(documented('block_400_list_full_INFERRED')),
    });
  });

  it.each([
    null,
    undefined,
    [],
    'x',
    {},
    { messaging_product: 'whatsapp' },
    { block_users: [] },
    { messaging_product: 'whatsapp', block_users: {} },
  ])('the body %j with 100', (body) => {
    expect(changeBlocklist(worldOf(), PNID, 'block', body, normal)).toMatchObject({
      status: 400,
      body: { error: { code: 100 } },
    });
  });
});

describe('the 24-hour window', () => {
  it('closes with time, opens with a message, and stays out of unblocking', () => {
    let now = NOW;
    const world = worldOf({ strictWindow: true, now: () => now }, [OFFENDER]);
    expect(block(world, OFFENDER).status).toBe(200);
    now += DAY;
    expect(lift(world, OFFENDER).status).toBe(200);
    expect(block(world, OFFENDER)).toMatchObject({
      body: { block_users: { failed_users: [{ errors: [{ code: 131047 }] }] } },
    });
    world.people.noteInbound('p:15550100123', now);
    expect(block(world, OFFENDER).status).toBe(200);
  });

  it('counts a message sent under either of two linked names', () => {
    const world = worldOf({ strictWindow: true }, [BSUID]);
    expect(block(world, OFFENDER).status).toBe(400);
    world.link({ phone: '15550100123', userId: BSUID });
    expect(block(world, OFFENDER).status).toBe(200);
  });
});

describe('unblocking answers as documented', () => {
  it('for a phone and a BSUID, with removed_users', () => {
    const world = worldOf();
    block(world, OFFENDER, BSUID);
    expect(lift(world, OFFENDER)).toEqual({ status: 200, body: documented('unblock_200') });
    expect(lift(world, BSUID)).toEqual({ status: 200, body: documented('unblock_200_bsuid') });
    expect(world.blocked(PNID)).toEqual([]);
  });

  it('when some failed', () => {
    const world = worldOf();
    block(world, OFFENDER, OTHER);
    const fate = (index: number): UserFate =>
      index === 1 ? { kind: 'fail', code: 139103, details: '(text not documented)' } : { kind: 'normal' };
    expect(changeBlocklist(world, PNID, 'lift', users(OFFENDER, OTHER), fate)).toEqual({
      status: 400,
      body: withoutTrace(documented('unblock_400_mixed')),
    });
    expect(world.blocked(PNID).map(({ input }) => input)).toEqual([OTHER]);
  });
});

describe('repeating', () => {
  it('succeeds and changes nothing by default', () => {
    const world = worldOf();
    block(world, OFFENDER);
    const { versionId } = world.listOf(PNID);
    expect([block(world, OFFENDER).status, lift(world, OTHER).status]).toEqual([200, 200]);
    expect(block(world, OFFENDER, '15550100123').status).toBe(200);
    expect(world.listOf(PNID).versionId).toBe(versionId);
    expect(world.changes.toArray()).toHaveLength(1);
  });

  it('fails when the simulator is told so', () => {
    const world = worldOf({ repeatedBlock: 'fail', repeatedLift: 'fail' });
    block(world, OFFENDER);
    expect([block(world, OFFENDER).status, lift(world, OTHER).status]).toEqual([400, 400]);
  });
});

describe('users an answer leaves out', () => {
  it.each([
    { applied: true, blocked: 1 },
    { applied: false, blocked: 0 },
  ])('are blocked $blocked times when applied is $applied', ({ applied, blocked }) => {
    const world = worldOf();
    expect(changeBlocklist(world, PNID, 'block', users(OFFENDER), () => ({ kind: 'omit', applied }))).toEqual(
      {
        status: 200,
        body: { messaging_product: 'whatsapp', block_users: { added_users: [] } },
      },
    );
    expect(world.listOf(PNID).size).toBe(blocked);
  });
});

describe('listing', () => {
  it('answers as documented', () => {
    const world = worldOf();
    expect(list(world)).toEqual({ status: 200, body: documented('list_200_empty_INFERRED') });
    block(world, OFFENDER, OTHER);
    expect(list(world).body).toMatchObject({ data: documented('list_200').data });
    expect(list(world).body.paging).toEqual({
      cursors: { after: expect.any(String), before: expect.any(String) },
    });
  });

  it('shows each person once, with the names that are known', () => {
    const world = worldOf();
    block(world, OFFENDER, BSUID, 'US.2');
    world.link({ phone: '15550100123', userId: BSUID });
    expect(list(world).body.data).toEqual([
      { messaging_product: 'whatsapp', wa_id: '15550100123', user_id: BSUID },
      { messaging_product: 'whatsapp', user_id: 'US.2' },
    ]);
    expect(lift(world, BSUID).status).toBe(200);
    expect(world.blocked(PNID)).toEqual([{ userId: 'US.2', input: 'US.2', blockedAt: NOW }]);
  });

  it('gives 25 a page unless told otherwise, never more than its largest page', () => {
    const world = worldOf({ maxPageSize: 40 });
    block(world, ...numbers(50));
    const sizes = ['', 'limit=', 'limit=10', 'limit=5000'].map((query) => {
      const { data } = list(world, query).body;
      return Array.isArray(data) ? data.length : -1;
    });
    expect(sizes).toEqual([25, 25, 10, 40]);
  });

  it('refuses a cursor once the list has changed', () => {
    const world = worldOf();
    block(world, ...numbers(30));
    const { paging } = list(world).body as { paging: { cursors: { after: string } } };
    expect(list(world, `after=${paging.cursors.after}`).status).toBe(200);
    block(world, OFFENDER);
    expect(list(world, `after=${paging.cursors.after}`)).toEqual({
      status: 400,
      body: withoutTrace(documented('list_err_139102')),
    });
  });

  it.each(['limit=0', 'limit=-1', 'limit=x', 'limit=1.5', 'after=nonsense', 'before=nonsense'])(
    'refuses ?%s',
    (query) => {
      expect(list(worldOf(), query)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    },
  );

  it('knows one list a business number', () => {
    const world = worldOf();
    changeBlocklist(world, '2', 'block', users(OFFENDER), normal);
    expect(list(world).body).toEqual({ data: [] });
    expect(world.phoneNumberIds()).toEqual(['2']);
  });
});
