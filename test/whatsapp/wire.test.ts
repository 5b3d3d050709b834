import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digits, parseBatch, parsePage } from '../../src/whatsapp/wire.ts';
import { fixtures } from './fixtures.ts';

const as = (text: string): string => text;
const user = (phone: string) => ({ input: `+${phone}`, waId: phone, userId: null });
const window24h = { code: 131_047, details: 'User has not messaged in the last 24 hours', transient: false };

describe('parseBatch', () => {
  it('reads blocks by phone', () => {
    expect(parseBatch(fixtures.block_200_phone, as)).toEqual({
      hasLists: true,
      done: [user('15550100123'), user('15550100124')],
      failed: [],
      error: null,
    });
  });

  it('reads blocks by BSUID', () => {
    const id = 'US.90000000000000000123';
    expect(parseBatch(fixtures.block_200_bsuid, as).done).toEqual([{ input: id, waId: null, userId: id }]);
  });

  it('reads a partial failure with the error beside it, also where wa_id is missing', () => {
    expect(parseBatch(fixtures.block_400_mixed, as)).toEqual({
      hasLists: true,
      done: [user('15550100123')],
      failed: [
        { ...user('15550100124'), ...window24h },
        { input: '+1999', waId: null, userId: null, ...window24h },
      ],
      error: {
        code: 139_100,
        subcode: null,
        details: 'Failed to block some users, see the block_users response list for details',
        transient: false,
        traceId: 'AEXAMPLEtrace',
      },
    });
  });

  it.each(['block', 'unblock'])('accepts removed_users and added_users, whatever the verb (%s)', () => {
    for (const key of ['removed_users', 'added_users']) {
      expect(parseBatch({ block_users: { [key]: [{ input: '+1555' }] } }, as).done).toHaveLength(1);
    }
  });

  it('takes both lists when both are there', () => {
    const body = { block_users: { removed_users: [{ input: '+1' }], added_users: [{ input: '+2' }] } };
    expect(parseBatch(body, as).done.map(({ input }) => input)).toEqual(['+2', '+1']);
  });

  it('reads string codes and errors given as one object', () => {
    const failed = [
      { input: '+1', errors: [{ code: '131047', message: 'm' }] },
      { input: '+2', errors: { code: 131_021, error_data: 'own number' } },
      { input: '+3', error: { code: ' 139103 ' } },
      { input: '+4', errors: [null, { code: 4 }] },
    ];
    const read = parseBatch({ block_users: { failed_users: failed } }, as).failed;
    expect(read.map(({ code, details }) => [code, details])).toEqual([
      [131_047, 'm'],
      [131_021, 'own number'],
      [139_103, ''],
      [4, ''],
    ]);
  });

  it.each([
    ['an object under errors', { errors: { code: '139100', message: 'm' } }],
    ['a list under errors', { errors: [{ code: 139_100, message: 'm' }] }],
    ['a null error before errors', { error: null, errors: [null, { code: 139_100, message: 'm' }] }],
  ])('finds the top-level error as %s', (_name, body) => {
    expect(parseBatch(body, as).error).toMatchObject({ code: 139_100, details: 'm' });
  });

  it('keeps failed users whose reason it cannot read', () => {
    for (const errors of [undefined, null, [], ['text'], 7, [{ code: 'abc' }], [{ code: 1.5 }]]) {
      expect(
        parseBatch({ block_users: { failed_users: [{ input: '+1', errors }] } }, as).failed,
      ).toMatchObject([{ code: null }]);
    }
  });

  it('reads an empty failed_users beside successes, and both ids at once, as relays send them', () => {
    const body = {
      block_users: {
        added_users: [{ input: '+15550100123', wa_id: 15550100123, user_id: 'US.1' }],
        failed_users: [],
      },
    };
    expect(parseBatch(body, as)).toMatchObject({
      done: [{ waId: '15550100123', userId: 'US.1' }],
      failed: [],
      error: null,
    });
  });

  it('skips null members and members that are no objects', () => {
    const body = { block_users: { added_users: [null, 'x', 3, [], { input: '+1' }], failed_users: [null] } };
    expect(parseBatch(body, as)).toMatchObject({ done: [{ input: '+1' }], failed: [] });
  });

  it('takes nothing from a prototype', () => {
    const body: unknown = JSON.parse(
      '{"__proto__": {"error": {"code": 190}, "block_users": {"added_users": [{"input": "+1"}]}}}',
    );
    expect(parseBatch(body, as)).toEqual({ hasLists: false, done: [], failed: [], error: null });
    expect(
      parseBatch({ block_users: { added_users: [JSON.parse('{"__proto__": {"input": "+1"}}')] } }, as).done,
    ).toEqual([{ input: null, waId: null, userId: null }]);
  });

  it('tells temporary errors and subcodes', () => {
    expect(parseBatch(fixtures.err_2_transient, as).error).toMatchObject({ code: 2, transient: true });
    expect(parseBatch(fixtures.err_190, as).error).toMatchObject({
      code: 190,
      subcode: 463,
      transient: false,
    });
  });
});

describe('parsePage', () => {
  it.each([
    [
      'list_200',
      [
        ['15550100123', null],
        ['15550100124', null],
      ],
    ],
    [
      'list_200_bsuid_2026',
      [
        ['15550100123', 'US.90000000000000000123'],
        [null, 'US.90000000000000000124'],
      ],
    ],
    ['list_200_legacy_doc_2025', [['15550100123', null]]],
    ['list_200_empty_INFERRED', []],
  ])('reads %s', (name, expected) => {
    const page = parsePage(fixtures[name], as);
    expect(page?.items.map(({ waId, userId }) => [waId, userId])).toEqual(expected);
    expect(page).toMatchObject({ unreadable: 0, error: null });
  });

  it('reads the phone or BSUID of `user`, and `input` where the rest is missing', () => {
    const data = [
      { user: '+1 (555) 010-0123' },
      { user: 'US.9' },
      { input: '+15550100124' },
      { wa_id: '', user: '15550100125' },
    ];
    expect(parsePage({ data }, as)?.items).toEqual([
      { waId: '15550100123', userId: null },
      { waId: null, userId: 'US.9' },
      { waId: '15550100124', userId: null },
      { waId: '15550100125', userId: null },
    ]);
  });

  it('counts entries that name nobody instead of dropping them silently', () => {
    const data = [null, {}, 'x', { wa_id: 'not a number' }, { block_users: [null, { wa_id: '1' }] }];
    expect(parsePage({ data }, as)).toMatchObject({ items: [{ waId: '1' }], unreadable: 5 });
  });

  it.each([[{}], [null], ['text'], [[]], [{ data: null }], [{ data: { wa_id: '1' } }], [{ success: true }]])(
    'never takes %j for an empty list',
    (body) => {
      expect(parsePage(body, as)).toBeNull();
    },
  );

  it('finds the cursor in cursors.after, else in the old next URL, else nowhere', () => {
    const after = (paging: unknown) => parsePage({ data: [], paging }, as)?.after;
    expect(after({ cursors: { after: 'A' }, next: 'https://x.example/?after=B' })).toBe('A');
    expect(after({ next: 'https://x.example/?limit=25&after=B' })).toBe('B');
    for (const paging of [
      undefined,
      null,
      {},
      { cursors: null },
      { cursors: { after: '' } },
      { next: 'no url' },
      { next: 'https://x.example/' },
    ]) {
      expect(after(paging)).toBeNull();
    }
  });

  it('reads the error of a list that changed', () => {
    expect(parsePage(fixtures.list_err_139102, as)?.error).toMatchObject({ code: 139_102 });
  });
});

describe('any JSON', () => {
  const names = [
    'block_users',
    'added_users',
    'removed_users',
    'failed_users',
    'data',
    'error',
    'errors',
    'code',
    'input',
    'wa_id',
    'user_id',
    'paging',
    'cursors',
    'after',
    'next',
    'user',
    '__proto__',
    'constructor',
    'toString',
  ];
  const json = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 6 }, fc.jsonValue(), fc.array(tie('value'), { maxLength: 4 }), tie('object')),
    object: fc
      .array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 5 })
      .map((pairs): unknown =>
        JSON.parse(
          `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`,
        ),
      ),
  })).value;

  it('is read without throwing, and leaves prototypes alone', () => {
    fc.assert(
      fc.property(json, (body) => {
        const batch = parseBatch(body, as);
        const page = parsePage(body, as);
        for (const entry of [...batch.done, ...batch.failed]) {
          expect(entry.input === null || typeof entry.input === 'string').toBe(true);
          expect(entry.waId === null || /^\d+$/.test(entry.waId)).toBe(true);
        }
        for (const { waId, userId } of page?.items ?? []) expect(waId ?? userId).not.toBeNull();
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('may be nested deeply', () => {
    const deep: unknown = JSON.parse('{"block_users":'.repeat(50_000) + '1' + '}'.repeat(50_000));
    expect(parseBatch(deep, as).done).toEqual([]);
    expect(parsePage(deep, as)).toBeNull();
  });
});

describe('digits', () => {
  it.each([
    ['+1 (555) 010-0123', '15550100123'],
    ['15550100123', '15550100123'],
    ['US.9000', null],
    ['+', null],
    ['abc', null],
    [null, null],
  ])('%j is %j', (value, expected) => {
    expect(digits(value)).toBe(expected);
  });
});
