import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { split } from '../../src/webhook/split.ts';
import {
  contactOf,
  delivery,
  DISPLAY_PHONE_NUMBER,
  entry,
  person,
  PHONE_NUMBER_ID,
  textMessage,
  webhookFixtures,
  type Json,
} from '../helpers/deliveries.ts';

const anna = person(1);
const bert = person(2);
const hello = textMessage('hello', { from: anna, id: 'wamid.1', sentAt: 1_793_000_000_000 });
const wrap = (value: unknown, field: unknown = 'messages'): Json => ({
  entry: [{ changes: [{ value, field }] }],
});
const metadata = { phone_number_id: PHONE_NUMBER_ID };

describe('what is taken', () => {
  it('is every message with its own contact, whatever their order', () => {
    const messages = [anna, bert, anna].map((from, i) => textMessage(`${i}`, { from, id: `wamid.${i}` }));
    const { envelopesByNumber, counted } = split(delivery(messages, { people: [bert, anna] }), null);
    expect(envelopesByNumber).toEqual([
      {
        phoneNumberId: PHONE_NUMBER_ID,
        displayPhoneNumber: DISPLAY_PHONE_NUMBER,
        envelopes: [anna, bert, anna].map((from, i) => ({
          channel: 'messages',
          message: messages[i],
          contact: contactOf(from),
        })),
      },
    ]);
    expect(counted).toMatchObject({ messages: 3, standby: 0, badNumber: 0 });
  });

  it.each<[string, Json, unknown]>([
    [
      'by BSUID when the phone is withheld',
      { from_user_id: anna.userId },
      contactOf({ ...anna, phone: null }),
    ],
    ['by wa_id when there is no BSUID', { from: anna.phone }, contactOf({ ...anna, userId: null })],
    ['by BSUID before wa_id', { from_user_id: bert.userId, from: anna.phone }, contactOf(bert)],
    ['by a number given as a number', { from: Number(anna.phone) }, contactOf(anna)],
  ])('finds the contact %s', (_name, message, contact) => {
    const contacts = [contactOf(anna), contactOf(bert), contact];
    const result = split(wrap({ metadata, contacts, messages: [message] }), null);
    expect(result.envelopesByNumber[0]?.envelopes[0]?.contact).toEqual(contact);
  });

  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['of null members', [null]],
    ['of somebody else', [contactOf(bert)]],
    ['no list', { 0: contactOf(anna) }],
  ])('has no contact when the contacts are %s', (_name, contacts) => {
    const result = split(wrap({ metadata, contacts, messages: [hello] }), null);
    expect(result.envelopesByNumber[0]?.envelopes).toEqual([
      { channel: 'messages', message: hello, contact: null },
    ]);
  });

  it.each<[string, unknown]>([
    ['under value.standby', delivery([hello], { field: 'standby', people: [anna] })],
    ['directly under value', wrap({ metadata, contacts: [contactOf(anna)], messages: [hello] }, 'standby')],
    [
      'with the contacts beside',
      wrap({ metadata, contacts: [contactOf(anna)], standby: { messages: [hello] } }, 'standby'),
    ],
    ['under another field', wrap({ standby: { metadata, contacts: [contactOf(anna)], messages: [hello] } })],
  ])('includes standby messages %s', (_name, content) => {
    const { envelopesByNumber, counted } = split(content, null);
    expect(envelopesByNumber[0]?.envelopes).toEqual([
      { channel: 'standby', message: hello, contact: contactOf(anna) },
    ]);
    expect(counted).toMatchObject({ messages: 0, standby: 1 });
  });

  it('includes messages under a field nobody foresaw', () => {
    const { envelopesByNumber, counted } = split(wrap({ metadata, messages: [hello] }, 'messages_v2'), null);
    expect(envelopesByNumber).toHaveLength(1);
    expect(counted.fields).toEqual(new Map([['other', 1]]));
  });

  it('is kept apart by number, over entries and changes', () => {
    const two = { ...entry([hello], { phoneNumberId: '2' }), id: 'b' };
    const content = {
      entry: [entry([hello], { phoneNumberId: '1' }), two, entry([hello, hello], { phoneNumberId: '1' })],
    };
    const sizes = split(content, null).envelopesByNumber.map((n) => [n.phoneNumberId, n.envelopes.length]);
    expect(sizes).toEqual([
      ['1', 3],
      ['2', 1],
    ]);
  });
});

describe('what is only counted', () => {
  it.each<[string, unknown, Json]>([
    ['statuses', wrap({ metadata, statuses: [{}, null, {}] }), { statuses: 3 }],
    ['standby statuses', wrap({ metadata, standby: { statuses: [{}] } }, 'standby'), { statuses: 1 }],
    ['value-level errors', wrap({ metadata, errors: [{ code: 130429 }] }), { errors: 1 }],
    ['echoes', wrap({ metadata, message_echoes: [{}] }, 'smb_message_echoes'), { echoes: 1 }],
    ['null and scalar messages', wrap({ metadata, messages: [null, 1, 'x', [hello]] }), { notAnObject: 4 }],
    ['messages without metadata', wrap({ messages: [hello, hello] }), { badNumber: 2 }],
    ['messages of a number in letters', delivery([hello], { phoneNumberId: '12:x' }), { badNumber: 1 }],
    ['messages of an empty number', delivery([hello], { phoneNumberId: '' }), { badNumber: 1 }],
    ['messages of an endless number', delivery([hello], { phoneNumberId: '1'.repeat(21) }), { badNumber: 1 }],
    ['messages of Arabic digits', delivery([hello], { phoneNumberId: '١٢٣' }), { badNumber: 1 }],
    [
      'messages of a fraction',
      wrap({ metadata: { phone_number_id: 1.5 }, messages: [hello] }),
      { badNumber: 1 },
    ],
  ])('%s', (_name, content, expected) => {
    const { envelopesByNumber, counted } = split(content, null);
    expect(envelopesByNumber).toEqual([]);
    expect(counted).toMatchObject(expected);
  });

  it('messages of numbers outside the allow-list', () => {
    const content = {
      entry: [entry([hello], { phoneNumberId: '1' }), entry([hello, hello], { phoneNumberId: '2' })],
    };
    const { envelopesByNumber, counted } = split(content, new Set(['1']));
    expect(envelopesByNumber.map((n) => n.phoneNumberId)).toEqual(['1']);
    expect(counted).toMatchObject({ messages: 1, otherNumber: 2 });
  });

  it('other fields, by known names only', () => {
    const fields = ['account_update', 'account_update', 'security', 'invented', null, 7, '__proto__'];
    const content = { entry: [{ changes: fields.map((field) => ({ field, value: {} })) }] };
    expect(split(content, null).counted.fields).toEqual(
      new Map([
        ['account_update', 2],
        ['security', 1],
        ['other', 4],
      ]),
    );
  });
});

it('accepts a phone_number_id given as a number', () => {
  const content = wrap({ metadata: { phone_number_id: 100000000000010 }, messages: [hello] });
  expect(split(content, null).envelopesByNumber[0]?.phoneNumberId).toBe('100000000000010');
});

it.each<[string, unknown, string | null]>([
  ['as Meta writes it', '15550100001', '15550100001'],
  ['as people write it', '+1 (555) 010-0001', '15550100001'],
  ['of no digits', 'n/a', null],
  ['missing', undefined, null],
])('reads a display number %s', (_name, display, expected) => {
  const content = wrap({ metadata: { ...metadata, display_phone_number: display }, messages: [hello] });
  expect(split(content, null).envelopesByNumber[0]?.displayPhoneNumber).toBe(expected);
});

describe('hostile shapes', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['a number', 5],
    ['a text', 'x'],
    ['a list', [1]],
    ['no entry', {}],
    ['entry of nulls', { entry: [null, 1, [], 'x'] }],
    [
      'changes of nulls',
      { entry: [{ changes: [null, 1, [], { value: null }, { value: [] }, { field: {} }] }] },
    ],
    ['lists that are objects', wrap({ metadata, messages: {}, statuses: 'x', errors: 1, contacts: {} })],
  ])('%s holds nothing', (_name, content) => {
    expect(split(content, null).envelopesByNumber).toEqual([]);
  });

  it('cuts nesting that could not be stored again, and keeps the rest of the message', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const content: unknown = JSON.parse(
      `{"entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},` +
        `"contacts":[{"wa_id":"2","x":${deep}}],"messages":[{"id":"a","from":"2","text":{"body":"hi"},"x":${deep}}]}}]}]}`,
    );
    const [number] = split(content, null).envelopesByNumber;
    const stored = JSON.parse(JSON.stringify(number)) as { envelopes: { message: Json; contact: Json }[] };
    expect(stored.envelopes[0]?.message).toMatchObject({ id: 'a', text: { body: 'hi' } });
    expect(stored.envelopes[0]?.contact).toMatchObject({ wa_id: '2' });
  });

  it('keeps __proto__ an ordinary member', () => {
    const content: unknown = JSON.parse(
      `{"__proto__":{"entry":[1]},"entry":[{"__proto__":{"changes":[]},"changes":[{"field":"messages","value":` +
        `{"metadata":{"phone_number_id":"1"},"messages":[{"id":"a","__proto__":{"polluted":true}}]}}]}]}`,
    );
    expect(split(content, null).envelopesByNumber[0]?.envelopes).toHaveLength(1);
    expect(({} as Json)['polluted']).toBeUndefined();
  });

  it('takes time in proportion to its size', () => {
    // Twin counts instead of a clock: every contact and message is looked at a bounded number of times.
    let reads = 0;
    const counting = (target: Json): Json =>
      new Proxy(target, { get: (object, key) => ((reads += 1), Reflect.get(object, key) as unknown) });
    const run = (n: number): number => {
      const people = Array.from({ length: n }, (_, i) => person(i));
      const contacts = people.map((p) => counting(contactOf(p)));
      const messages = people.map((from) => counting(textMessage('x', { from })));
      reads = 0;
      expect(split(wrap({ metadata, contacts, messages }), null).counted.messages).toBe(n);
      return reads;
    };
    expect(run(1_000)).toBe(10 * run(100));
  });
});

it('takes each fixture without a complaint', () => {
  const taken = Object.entries(webhookFixtures).map(([name, content]) => {
    const { envelopesByNumber, counted } = split(structuredClone(content), null);
    expect([name, counted.badNumber, counted.notAnObject]).toEqual([name, 0, 0]);
    return envelopesByNumber.reduce((sum, number) => sum + number.envelopes.length, 0);
  });
  expect(taken.filter((n) => n > 0).length).toBeGreaterThan(30);
});

it('never throws and takes no more messages than there are, for any JSON in any place', () => {
  const foreign = fc.jsonValue({ maxDepth: 3 });
  const maybe = (usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: foreign, weight: 1 });
  const anyMessage = maybe(
    fc.record({ from: maybe(fc.constant('1')), id: maybe(fc.string()), type: foreign }),
  );
  const value = fc.record(
    {
      metadata: maybe(
        fc.record({ phone_number_id: maybe(fc.constantFrom('1', '2')), display_phone_number: foreign }),
      ),
      contacts: maybe(fc.array(maybe(fc.record({ wa_id: maybe(fc.constant('1')), user_id: foreign })))),
      messages: maybe(fc.array(anyMessage)),
      statuses: maybe(fc.array(foreign)),
      standby: maybe(fc.record({ messages: maybe(fc.array(anyMessage)) })),
    },
    { requiredKeys: [] },
  );
  const change = maybe(
    fc.record({ field: maybe(fc.constantFrom('messages', 'standby')), value: maybe(value) }),
  );
  const content = maybe(
    fc.record({ entry: maybe(fc.array(maybe(fc.record({ changes: maybe(fc.array(change)) })))) }),
  );
  fc.assert(
    fc.property(content, (any) => {
      const { envelopesByNumber, counted } = split(any, null);
      const taken = envelopesByNumber.reduce((sum, number) => sum + number.envelopes.length, 0);
      expect(taken).toBe(counted.messages + counted.standby);
      for (const number of envelopesByNumber) expect(number.phoneNumberId).toMatch(/^\d{1,20}$/);
    }),
  );
});
