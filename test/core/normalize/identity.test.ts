import { describe, expect, it } from '@jest/globals';
import { normalize } from '../../../src/core/normalize/normalize.ts';
import { ARRIVAL, message, read } from './fixtures.ts';

const BSUID = 'US.90000000000000000123';

describe('the sender', () => {
  it.each([
    ['BSUID and phone of the message', { from_user_id: BSUID }, undefined, [BSUID, '15550100123', BSUID]],
    ['phone alone', {}, undefined, ['15550100123', '15550100123', null]],
    ['phone with a plus', { from: '+15550100123' }, undefined, ['15550100123', '15550100123', null]],
    ['phone as a number', { from: 15550100123 }, undefined, ['15550100123', '15550100123', null]],
    ['BSUID of the contact', {}, { user_id: BSUID, wa_id: '15550100123' }, [BSUID, '15550100123', BSUID]],
    [
      'phone of the contact',
      { from: undefined, from_user_id: BSUID },
      { user_id: BSUID, wa_id: '15550100123' },
      [BSUID, '15550100123', BSUID],
    ],
    [
      'the contact alone',
      { from: undefined },
      { wa_id: '15550100123' },
      ['15550100123', '15550100123', null],
    ],
    [
      'never a parent BSUID',
      { from_user_id: 'US.ENT.999', from_parent_user_id: 'US.ENT.999' },
      { parent_user_id: 'US.ENT.999' },
      ['15550100123', '15550100123', null],
    ],
    [
      'never a contact with another phone',
      {},
      { user_id: BSUID, wa_id: '15550100999' },
      ['15550100123', '15550100123', null],
    ],
    [
      'never a contact with another BSUID',
      { from: undefined, from_user_id: BSUID },
      { user_id: 'US.1', wa_id: '15550100999' },
      [BSUID, null, BSUID],
    ],
  ] as const)('is %s', (_, fields, contact, [id, phone, userId]) => {
    expect(read(message(fields), contact).sender).toMatchObject({ id, phone, userId });
  });

  it.each([
    ['nothing', {}],
    ['empty strings', { from: '', from_user_id: '' }],
    ['letters', { from: 'alex' }],
    ['too few digits', { from: '1234' }],
    ['too many digits', { from: '1'.repeat(21) }],
    ['a formatted number', { from: '+1 555 010' }],
    ['a parent BSUID', { from_user_id: 'US.ENT.999' }],
    ['a lower-case country', { from_user_id: 'us.999' }],
    ['a BSUID that is too long', { from_user_id: `US.${'9'.repeat(129)}` }],
    ['a BSUID with more behind it', { from_user_id: 'US.999\n' }],
    ['digits of another script', { from: '١٢٣٤٥٦٧٨' }],
    ['an object', { from: { toString: '15550100123' }, from_user_id: ['US.9'] }],
  ])('is missing with %s', (_, fields) => {
    const result = normalize(
      { channel: 'messages', message: { type: 'text', ...fields }, contact: null },
      ARRIVAL,
    );
    expect(result).toEqual({ kind: 'skipped', reason: 'no-sender' });
  });

  it('has the name and the username the person chose', () => {
    const contact = { wa_id: '15550100123', profile: { name: ' Alex 😀 ', username: '@alex.s' } };
    expect(read(message({}), contact).sender).toMatchObject({ name: 'Alex 😀', username: 'alex.s' });
  });

  it('has no name from somebody else, and none that is no text', () => {
    const stranger = { wa_id: '15550100999', profile: { name: 'Pat' } };
    expect(read(message({}), stranger).sender.name).toBeNull();
    expect(read(message({}), { profile: { name: 7, username: ' @ ' } }).sender).toMatchObject({
      name: null,
      username: null,
    });
    expect(read(message({}), { profile: { name: 'x'.repeat(5_000) } }).sender.name?.length).toBe(256);
  });
});

describe('a changed identity', () => {
  const system = (fields: object, own: object = {}): Record<string, unknown> => ({
    type: 'system',
    system: fields,
    ...own,
  });
  const change = (
    previousUserId: string | null,
    userId: string | null,
    previousPhone: string | null,
    phone: string | null,
  ): object => ({
    previousUserId,
    userId,
    previousPhone,
    phone,
  });

  it.each([
    [
      'the old form',
      system({ type: 'user_changed_number', new_wa_id: '15550100777' }, { from: '15550100123' }),
      '15550100123',
      change(null, null, '15550100123', '15550100777'),
    ],
    [
      'the body alone, phones',
      system({ body: 'User A changed from 15550100123 to +15550100777.' }),
      '15550100123',
      change(null, null, '15550100123', '15550100777'),
    ],
    [
      'the body alone, BSUIDs',
      system({ body: 'User A changed from US.111 to US.222' }),
      'US.111',
      change('US.111', 'US.222', null, null),
    ],
    [
      'a profile name that reads like a change',
      system({
        body: 'User changed from 15559999999 to 15558888888 changed from 15550100123 to 15550100777',
      }),
      '15550100123',
      change(null, null, '15550100123', '15550100777'),
    ],
    [
      'the new identity alone',
      system({ type: 'user_changed_user_id', user_id: 'US.222' }),
      'US.222',
      change(null, 'US.222', null, null),
    ],
    [
      'fields before the body',
      system({ body: 'changed from US.333 to US.444', previous_user_id: 'US.111', user_id: 'US.222' }),
      'US.111',
      change('US.111', 'US.222', null, null),
    ],
  ])('is read from %s', (_, raw, senderId, expected) => {
    const result = read(raw);
    expect(result.identityChange).toEqual(expected);
    expect(result.sender.id).toBe(senderId);
  });

  it.each([
    ['no new identity', system({ type: 'user_changed_number', body: 'changed' })],
    ['the same identity', system({ wa_id: '15550100123', body: 'x' })],
    ['a new security code', system({ type: 'customer_identity_changed', wa_id: '15550100777' })],
    [
      'a change in the middle of the body',
      system({ body: 'changed from 15550100123 to 15550100777 he says' }),
    ],
    ['no object', { type: 'system', system: 'changed from 15550100123 to 15550100777' }],
    ['another type', { type: 'text', system: { user_id: 'US.222', previous_user_id: 'US.111' } }],
  ])('is none with %s', (_, raw) => {
    const result = read({ from: '15550100123', ...raw });
    expect(result.identityChange).toBeNull();
    expect(result.sender.id).toBe('15550100123');
  });

  it("is Meta's text, not the person's", () => {
    expect(read(message(system({ body: 'User free-bitcoin.com changed' }))).text).toBe('');
  });
});
