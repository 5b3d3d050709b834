import { describe, expect, it } from '@jest/globals';
import type { ListAnswer, Refused } from '../../src/whatsapp/answers.ts';
import { listAll } from '../../src/whatsapp/list-all.ts';
import { noAnswer } from '../../src/whatsapp/no-answer.ts';
import type { BlockedUser } from '../../src/whatsapp/wire.ts';

const PNID = '100000000000010';
const usage = { percent: null, regainMs: 0, serverDateMs: null };
const users = (from: number, to: number): BlockedUser[] =>
  Array.from({ length: to - from }, (_, n) => ({ waId: String(15_550_000_000 + from + n), userId: null }));
const page = (items: readonly BlockedUser[], after: string | null, unreadable = 0): ListAnswer => ({
  kind: 'page',
  items,
  unreadable,
  after,
  usage,
});
const refused = (code: number): Refused => ({
  kind: 'refused',
  http: 400,
  error: { code, subcode: null, details: '', transient: false, traceId: null },
  retryAfterMs: null,
  usage,
});

/** Answers by its own function and remembers what it was asked. */
function lister(answer: (limit: number, after: string | null, call: number) => ListAnswer) {
  const asked: string[] = [];
  return {
    asked,
    list: (_pnid: string, { limit, after }: { limit: number; after: string | null }) => {
      asked.push(`${limit}@${after ?? 'start'}`);
      return Promise.resolve(answer(limit, after, asked.length - 1));
    },
  };
}

/** A list of `total` users in pages of `size`, cursors as Meta gives them: also on the last page. */
const paged = (total: number, size: number) => (_limit: number, after: string | null) => {
  const from = after === null ? 0 : Number(after);
  const to = Math.min(from + size, total);
  return page(users(from, to), String(to));
};

describe('listAll', () => {
  it('reads until a page is empty', async () => {
    const api = lister(paged(10, 4));
    expect(await listAll(api, PNID)).toEqual({
      kind: 'complete',
      items: users(0, 10),
      unreadable: 0,
      restarts: 0,
    });
    expect(api.asked).toEqual(['1000@start', '1000@4', '1000@8', '1000@10']);
  });

  it('reads until there is no cursor', async () => {
    const api = lister((_limit, after) =>
      after === null ? page(users(0, 2), 'x') : page(users(2, 3), null),
    );
    expect(await listAll(api, PNID)).toMatchObject({ kind: 'complete', items: users(0, 3) });
    expect(api.asked).toHaveLength(2);
  });

  it('reads until the cursor stops changing, and lists nobody twice', async () => {
    const api = lister(() => page(users(0, 2), 'same'));
    expect(await listAll(api, PNID)).toMatchObject({ kind: 'complete', items: users(0, 2) });
    expect(api.asked).toEqual(['1000@start', '1000@same']);
  });

  it('takes an empty list', async () => {
    expect(
      await listAll(
        lister(() => page([], null)),
        PNID,
      ),
    ).toMatchObject({ kind: 'complete', items: [] });
  });

  it('starts over when the list changed, forgetting what it had', async () => {
    const api = lister((_limit, after, call) => {
      if (call === 1) return refused(139_102);
      return after === null ? page(call === 0 ? users(90, 92) : users(0, 2), 'x') : page(users(2, 3), null);
    });
    expect(await listAll(api, PNID)).toEqual({
      kind: 'complete',
      items: users(0, 3),
      unreadable: 0,
      restarts: 1,
    });
    expect(api.asked).toEqual(['1000@start', '1000@x', '1000@start', '1000@x']);
  });

  it('starts over a bounded number of times', async () => {
    const api = lister((_limit, after) => (after === null ? page(users(0, 2), 'x') : refused(139_102)));
    expect(await listAll(api, PNID, { maxRestarts: 2 })).toMatchObject({
      kind: 'refused',
      error: { code: 139_102 },
    });
    expect(api.asked).toHaveLength(6);
  });

  it.each([refused(190), refused(130_429), noAnswer('timeout')])(
    'is no partial list after %j',
    async (answer) => {
      const api = lister((_limit, after) => (after === null ? page(users(0, 2), 'x') : answer));
      expect(await listAll(api, PNID)).toEqual(answer);
      expect(api.asked).toHaveLength(2);
    },
  );

  it('asks for smaller pages where large ones are refused', async () => {
    const api = lister((limit, after) => (limit > 25 ? refused(100) : paged(30, 25)(limit, after)));
    expect(await listAll(api, PNID)).toMatchObject({ kind: 'complete', items: users(0, 30) });
    expect(api.asked).toEqual(['1000@start', '100@start', '25@start', '25@25', '25@30']);
    expect(
      await listAll(
        lister(() => refused(100)),
        PNID,
      ),
    ).toEqual(refused(100));
  });

  it('does not mistake an invalid cursor for a page too large', async () => {
    const api = lister((_limit, after) => (after === null ? page(users(0, 2), 'x') : refused(100)));
    expect(await listAll(api, PNID)).toEqual(refused(100));
    expect(api.asked).toHaveLength(2);
  });

  it('gives up on cursors that run in a circle', async () => {
    const api = lister((_limit, after, call) => page(users(call, call + 1), after === 'a' ? 'b' : 'a'));
    expect(await listAll(api, PNID)).toMatchObject({
      kind: 'no-answer',
      cause: 'garbled',
      code: 'cursor-loop',
    });
  });

  it('gives up on a list that never ends', async () => {
    const api = lister((_limit, _after, call) =>
      page(users(call * 1_000, call * 1_000 + 1_000), String(call)),
    );
    expect(await listAll(api, PNID)).toMatchObject({
      kind: 'no-answer',
      cause: 'garbled',
      code: 'endless-list',
    });
    expect(api.asked.length).toBeLessThan(140);
  });

  it('reads a full list of 64,000, also in pages of 25', async () => {
    for (const size of [1_000, 25]) {
      const listing = await listAll(lister(paged(64_000, size)), PNID);
      expect(listing).toMatchObject({ kind: 'complete', restarts: 0 });
      expect(listing.kind === 'complete' && listing.items.length).toBe(64_000);
    }
  });

  it('counts what could not be read, and reads on past a page of it', async () => {
    const api = lister((_limit, after) => (after === null ? page([], 'x', 2) : page(users(0, 1), null, 1)));
    expect(await listAll(api, PNID)).toMatchObject({ kind: 'complete', items: users(0, 1), unreadable: 3 });
  });

  it('ends between two pages when told to', async () => {
    const stop = new AbortController();
    const api = lister((_limit, _after, call) => {
      stop.abort();
      return page(users(call, call + 1), String(call));
    });
    expect(await listAll(api, PNID, { signal: stop.signal })).toEqual({ kind: 'aborted' });
    expect(api.asked).toHaveLength(1);
  });
});
