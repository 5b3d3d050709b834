import { describe, expect, it } from '@jest/globals';
import { readRows } from '../../src/replay/row.ts';
import { delivery, PHONE_NUMBER_ID, textMessage, webhookFixtures } from '../helpers/deliveries.ts';

const rows = (value: unknown, line = 3) =>
  readRows(line, typeof value === 'string' ? value : JSON.stringify(value), '777');

describe('readRows', () => {
  it('reads a text with everything said of it', () => {
    expect(rows({ text: 'hi', label: ' spam ', source: 'sms', lang: 'de', licence: 'CC0' })).toEqual({
      ok: true,
      rows: [{ kind: 'text', text: 'hi', tags: { line: 3, label: 'spam', source: 'sms', lang: 'de' } }],
    });
  });

  it.each([
    ['missing', { text: 'hi' }, null],
    ['null', { text: 'hi', label: null }, null],
    ['blank', { text: 'hi', label: '  ' }, null],
    ['a number', { text: 'hi', label: 1 }, '1'],
    ['zero', { text: 'hi', label: 0 }, '0'],
    ['true or false', { text: 'hi', label: false }, 'false'],
  ])('takes a label that is %s', (_what, item, label) => {
    expect(rows(item)).toMatchObject({ rows: [{ tags: { label } }] });
  });

  it('reads a delivery, its value, a message, and a list of texts and deliveries', () => {
    const message = textMessage('hello');
    expect(rows(delivery([message]))).toMatchObject({
      rows: [{ kind: 'delivery', arrivals: [{ phoneNumberId: PHONE_NUMBER_ID }] }],
    });
    expect(rows(message)).toMatchObject({
      rows: [{ kind: 'delivery', arrivals: [{ phoneNumberId: '777' }] }],
    });
    expect(rows([{ text: 'a' }, delivery([message, textMessage('again')])])).toMatchObject({
      rows: [{ kind: 'text' }, { kind: 'delivery', arrivals: [{}, {}] }],
    });
  });

  it('takes a message of type text for a message, not for a text', () => {
    expect(rows({ ...textMessage('hello'), label: 'ham' })).toMatchObject({
      rows: [{ kind: 'delivery', tags: { label: 'ham' } }],
    });
  });

  it('reads every real payload shape', () => {
    for (const [name, payload] of Object.entries(webhookFixtures))
      expect({ name, ok: rows(payload).ok }).toEqual({ name, ok: true });
  });

  it.each([
    '{"text": "my PIN',
    '{"text": "my PIN" PIN}',
    'my PIN is 1234, call me',
    '{"text":"a"} my PIN',
    'x my PIN',
  ])('does not repeat what somebody wrote: %s', (line) => {
    expect(rows(line)).toEqual({
      ok: false,
      message: expect.stringMatching(/^is not JSON \([^"]+\)$/) as unknown,
    });
    expect(JSON.stringify(rows(line))).not.toContain('PIN');
  });

  it.each([
    ['no JSON', '{"text": "a', /^is not JSON \(/],
    ['no object', '"text"', /^holds neither a "text"/],
    ['an empty object', '{}', /^holds neither a "text"/],
    ['a list with something else in it', '[{"text":"a"},5]', /^holds neither a "text"/],
    ['a text that is none', '{"text": 5}', /^holds neither a "text"/],
    ['a label that is none', '{"text":"a","label":["spam"]}', /^has a "label" that is neither text nor/],
  ])('says what is wrong with %s', (_what, json, message) => {
    expect(rows(json)).toEqual({ ok: false, message: expect.stringMatching(message) as unknown });
  });
});
