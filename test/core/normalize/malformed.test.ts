import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Message } from '../../../src/core/message.ts';
import { normalize } from '../../../src/core/normalize/normalize.ts';
import { ARRIVAL, deliveries, envelopesOf, message, read, RECEIVED_AT } from './fixtures.ts';

describe('normalize takes any JSON', () => {
  it.each([[null], [undefined], ['text'], [7], [true], [[{ from: '15550100123' }]]])(
    'skips %j, which is no message',
    (raw) => {
      expect(normalize({ channel: 'messages', message: raw, contact: null }, ARRIVAL)).toEqual({
        kind: 'skipped',
        reason: 'not-an-object',
      });
    },
  );

  it.each<[string, Record<string, unknown>, Partial<Message>]>([
    ['a type not known yet', { type: 'hologram' }, { type: 'unknown', rawType: 'hologram' }],
    [
      'a type that is an object member',
      { type: '__proto__' },
      { type: 'unknown', rawType: '__proto__', text: '' },
    ],
    ['a type that is a method', { type: 'toString' }, { type: 'unknown', rawType: 'toString', text: '' }],
    ['no type and no content', {}, { type: 'unknown', rawType: '' }],
    ['no type but content', { video: {} }, { type: 'video', rawType: 'video' }],
    ['a type that is no string', { type: 7 }, { type: 'unknown', rawType: '' }],
    ['a long type', { type: 'x'.repeat(9_999) }, { rawType: 'x'.repeat(128) }],
    [
      'media without content',
      { type: 'image' },
      { media: { kind: 'image', sha256: null, mime: null, fileName: null } },
    ],
    [
      'media that is a list',
      { type: 'audio', audio: [1] },
      { media: { kind: 'audio', sha256: null, mime: null, fileName: null } },
    ],
    ['an empty interactive message', { type: 'interactive', interactive: {} }, { button: null, text: '' }],
    [
      'an interactive reply that is a string',
      { type: 'interactive', interactive: { button_reply: 'x' } },
      { button: null },
    ],
    [
      'a button without words',
      { type: 'button', button: {} },
      { button: { kind: 'template', id: '', title: '' } },
    ],
    ['a context that is null', { context: null }, { isReply: false, forwarded: 'no' }],
    ['a context that is a list', { context: [{ forwarded: true }] }, { forwarded: 'no' }],
    [
      'forward marks as words',
      { context: { forwarded: 'true', frequently_forwarded: 'false' } },
      { forwarded: 'once' },
    ],
    [
      'both forward marks',
      { context: { forwarded: true, frequently_forwarded: true } },
      { forwarded: 'many' },
    ],
    [
      'a context without a message',
      { context: { from: '15550100001' } },
      { isReply: false, repliesToUs: false },
    ],
    [
      'a reply to somebody else',
      { context: { id: 'wamid.1', from: '15550100999' } },
      { isReply: true, repliesToUs: false },
    ],
    ['a reply to nobody', { context: { id: 'wamid.1' } }, { isReply: true, repliesToUs: false }],
    [
      'error codes as strings',
      { errors: [{ code: '131051' }, { code: 131060 }] },
      { errorCodes: [131051, 131060] },
    ],
    [
      'error codes that are none',
      { errors: [null, {}, { code: 'x' }, { code: 1.5 }, { code: null }] },
      { errorCodes: [] },
    ],
    ['errors that are no list', { errors: { code: 131051 } }, { errorCodes: [] }],
    ['a referral without ids', { referral: {} }, { referral: { sourceType: '', sourceId: '' } }],
    ['a referral that is no object', { referral: 'ad' }, { referral: null }],
    ['a group that is no string', { group_id: 7 }, { groupId: null }],
  ])('%s', (_, fields, expected) => {
    expect(read(message(fields))).toMatchObject(expected);
  });

  it('never compares a reply with a number it does not know', () => {
    const reply = message({ context: { id: 'wamid.1', from: '' } });
    expect(read(reply, null, { ...ARRIVAL, displayPhoneNumber: null }).repliesToUs).toBe(false);
  });

  it.each([
    ['a string', '1793000000', 1_793_000_000_000],
    ['a number', 1_793_000_000, 1_793_000_000_000],
    ['a fraction', '1793000000.5', 1_793_000_000_500],
    ['missing', undefined, RECEIVED_AT],
    ['empty', '', RECEIVED_AT],
    ['zero', '0', RECEIVED_AT],
    ['negative', -5, RECEIVED_AT],
    ['a date', '2026-10-26', RECEIVED_AT],
    ['hexadecimal', '0x6ADF0000', RECEIVED_AT],
    ['a list', ['1793000000'], RECEIVED_AT],
    ['infinite', Number.POSITIVE_INFINITY, RECEIVED_AT],
    ['in the future', '1893000000', RECEIVED_AT],
    ['in milliseconds', '1793000000000', RECEIVED_AT],
  ])('reads a timestamp that is %s', (_, timestamp, expected) => {
    expect(read(message({ timestamp })).sentAt).toBe(expected);
  });

  it.each([
    ['base64', 'k/dhgFaIOrnVqLJu2JhYbnBbRi7cTp9ZnkELzM43C70=', true],
    ['base64 without padding', 'k/dhgFaIOrnVqLJu2JhYbnBbRi7cTp9ZnkELzM43C70', true],
    ['the URL-safe alphabet', 'k_dhgFaIOrnVqLJu2JhYbnBbRi7cTp9ZnkELzM43C70=', true],
    ['hex', '93F7618056883AB9D5A8B26ED898586E705B462EDC4E9F599E410BCCCE370BBD', true],
    ['too short', 'k/dhgFaIOrnV', false],
    ['something else', '{media-sha256}', false],
    ['a number', 7, false],
  ])('reads a media hash that is %s', (_, sha256, isValid) => {
    const hash = '93f7618056883ab9d5a8b26ed898586e705b462edc4e9f599e410bccce370bbd';
    expect(read(message({ type: 'image', image: { sha256 } })).media?.sha256).toBe(isValid ? hash : null);
  });

  it('keeps the channel', () => {
    const result = normalize({ channel: 'standby', message: message({}), contact: null }, ARRIVAL);
    expect(result).toMatchObject({ kind: 'message', message: { channel: 'standby' } });
  });
});

describe('a message without an id', () => {
  const without = (fields: object): string =>
    read(message({ id: undefined, type: 'text', text: { body: 'hi' }, ...fields })).id;

  it('gets the same substitute on every delivery, without the phone number', () => {
    const later = read(message({ id: null, type: 'text', text: { body: 'hi' } }), null, {
      ...ARRIVAL,
      receivedAt: RECEIVED_AT + 9_000,
    });
    expect(without({})).toMatch(/^noid-[0-9a-f]{16}$/);
    expect(later.id).toBe(without({}));
    expect(without({ timestamp: undefined })).toBe(without({ timestamp: undefined }));
  });

  it.each([
    ['sender', { from: '15550100999' }],
    ['time', { timestamp: '1793000001' }],
    ['text', { text: { body: 'ho' } }],
    ['type', { type: 'image', image: { caption: 'hi' } }],
  ])('has another with another %s', (_, fields) => {
    expect(without(fields)).not.toBe(without({}));
  });

  it.each([[''], ['  '], [7], [{}], ['x'.repeat(257)]])('counts as one when the id is %j', (id) => {
    expect(without({ id })).toMatch(/^noid-/);
  });
});

describe('normalize, whatever it is given', () => {
  const bodies = [...deliveries.values()].flatMap(envelopesOf);
  const junk = fc.oneof(
    fc.jsonValue(),
    fc.constant('{"__proto__":{"polluted":1}}').map((json): unknown => JSON.parse(json)),
  );
  /** A real message with some members replaced, at any depth. */
  const damaged = fc.constantFrom(...bodies).chain((envelope) =>
    fc.array(fc.tuple(fc.nat(), junk), { maxLength: 4 }).map((damages) => {
      const copy = structuredClone(envelope);
      for (const [position, value] of damages) replaceMember(copy, position, value);
      return copy;
    }),
  );
  const arbitrary = fc.record({ channel: fc.constant('messages' as const), message: junk, contact: junk });
  const withSender = arbitrary.map((envelope) => ({
    ...envelope,
    message: { ...Object(envelope.message), from: '15550100123' } as unknown,
  }));

  it('neither throws nor changes the envelope, and gives a whole message of bounded size', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, arbitrary, withSender), (envelope) => {
        const before = JSON.stringify(envelope);
        const result = normalize(envelope, ARRIVAL);
        expect(JSON.stringify(envelope)).toBe(before);
        expect(normalize(envelope, ARRIVAL)).toEqual(result);
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
        if (result.kind === 'skipped') return;
        const { message: normalized } = result;
        expect(Object.values(normalized)).not.toContain(undefined);
        expect(normalized.id).toMatch(/^.{1,256}$/su);
        expect(normalized.sender.id).toMatch(/^(?:\d{5,20}|[A-Z]{2}\.[A-Za-z0-9]{1,128})$/);
        expect(normalized.text.length).toBeLessThanOrEqual(65_536);
        expect(normalized.links.length).toBeLessThanOrEqual(100);
        expect(normalized.sentAt).toBeLessThanOrEqual(RECEIVED_AT);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['lists', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['objects', '{"text":'.repeat(50_000) + '1' + '}'.repeat(50_000)],
  ])('survives %s nested without end', (_, json) => {
    const nested: unknown = JSON.parse(json);
    for (const type of ['text', 'image', 'contacts', 'interactive', 'location', 'system', 'edit', 'poll']) {
      expect(read(message({ type, [type]: nested, context: nested, errors: nested }), nested).sender.id).toBe(
        '15550100123',
      );
    }
  });
});

function replaceMember(root: object, position: number, value: unknown): void {
  const holders: [object, string][] = [];
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      holders.push([node, key]);
      collect(Reflect.get(node, key));
    }
  };
  collect(root);
  const inside = holders.filter(([, key]) => key !== 'channel');
  const [holder, key] = inside[position % inside.length] ?? [{}, ''];
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}
