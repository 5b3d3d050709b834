import { describe, expect, it } from '@jest/globals';
import { message, read } from './fixtures.ts';

const text = (fields: Record<string, unknown>): string => read(message(fields)).text;
const flow = (response: unknown): Record<string, unknown> => ({
  type: 'interactive',
  interactive: { type: 'nfm_reply', nfm_reply: { response_json: response } },
});
const deep = (levels: number): string => `${'['.repeat(levels)}"x"${']'.repeat(levels)}`;

describe('the text of a message', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['body', { type: 'text', text: { body: 'hello' } }, 'hello'],
    ['body that is no object', { type: 'text', text: 'hello' }, 'hello'],
    ['body without a type', { text: { body: 'hello' } }, 'hello'],
    ['caption of an image', { type: 'image', image: { caption: 'look' } }, 'look'],
    [
      'caption and name of a file',
      { type: 'document', document: { caption: 'a', filename: 'b.pdf' } },
      'a\nb.pdf',
    ],
    [
      'the same part only once',
      { type: 'document', document: { caption: 'b.pdf', filename: 'b.pdf' } },
      'b.pdf',
    ],
    [
      'note on an order',
      { type: 'order', order: { text: 'asap', product_items: [{ currency: 'USD' }] } },
      'asap',
    ],
    [
      'flow answers without the token',
      flow('{"flow_token":"t","a":"one","b":{"c":["two",3]},"d":true}'),
      'one\ntwo',
    ],
    ['flow answers that are no JSON', flow('{"comment":"hi'), '{"comment":"hi'],
    ['flow answers as an object', flow({ flow_token: 't', a: 'one' }), 'one'],
    ['flow answers nested without end', flow(deep(100_000)), ''],
    ['flow answers with a __proto__ key', flow('{"__proto__":{"polluted":"yes"}}'), 'yes'],
    ['an edited text', { type: 'edit', edit: { message: { type: 'text', text: { body: 'new' } } } }, 'new'],
    [
      'an edited caption',
      { type: 'edit', edit: { message: { type: 'image', image: { caption: 'new' } } } },
      'new',
    ],
    ['an edit in an unknown shape', { type: 'edit', edit: { text: { body: 'new' } } }, 'new'],
    [
      'a type not known yet',
      { type: 'poll', poll: { title: 'x', text: { body: 'vote' }, options: [{ text: 'a' }] } },
      'vote\na',
    ],
    ['a type not known yet, as a string', { type: 'note', note: 'hello' }, 'hello'],
    [
      'a reply not known yet',
      { type: 'interactive', interactive: { type: 'product', product: { body: 'hi' } } },
      'hi',
    ],
    ['an unsupported message', { type: 'unsupported', unsupported: { type: 'gif', caption: 'ha' } }, 'ha'],
    ['half a surrogate pair', { type: 'text', text: { body: 'a\ud83db' } }, 'a\ufffdb'],
    ['several lines', { type: 'text', text: { body: 'a\nb' } }, 'a\nb'],
  ])('holds the %s', (_, fields, expected) => {
    expect(text(fields)).toBe(expected);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'words on buttons',
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { title: 'x', text: 'x' } } },
    ],
    [
      'words on list rows',
      { type: 'interactive', interactive: { type: 'list_reply', list_reply: { title: 'x', body: 'x' } } },
    ],
    ['words on template buttons', { type: 'button', button: { text: 'Stop', payload: 'STOP' } }],
    ['the ad a person came from', { type: 'text', referral: { body: 'sale', headline: 'x' } }],
    ['emoji of a reaction', { type: 'reaction', reaction: { emoji: '👍', text: 'x' } }],
    ['error texts', { type: 'unsupported', errors: [{ message: 'x', body: 'x' }] }],
    ['white space', { type: 'text', text: { body: ' \n ' } }],
    ['nothing', { type: 'text', text: null }],
    ['wrong types', { type: 'text', text: { body: { body: 7 } } }],
    ['a list for an object', { type: 'location', location: [{ name: 'x' }] }],
  ])('does not hold %s', (_, fields) => {
    expect(text(fields)).toBe('');
  });

  it('ends at 65,536 units', () => {
    expect(text({ type: 'text', text: { body: 'x'.repeat(1_000_000) } }).length).toBe(65_536);
    const cards = Array.from({ length: 300 }, (_, index) => ({
      name: { first_name: `${index}${'y'.repeat(1_000)}` },
    }));
    expect(text({ type: 'contacts', contacts: cards }).length).toBe(65_536);
  });
});

describe('contact cards', () => {
  const cards = (contacts: unknown, more: object = {}): { text: string; contactCards: number } =>
    read(message({ type: 'contacts', contacts, ...more }));

  it.each<[string, unknown, object, number]>([
    ['two cards', [{ name: { first_name: 'A' } }, { phones: [{ phone: '+1 555-010-0199' }] }], {}, 2],
    ["none: the sender's own, by wa_id", [{ phones: [{ wa_id: '15550100123' }] }], {}, 0],
    ["none: the sender's own, as written", [{ phones: [{ phone: '+1 (555) 010-0123' }] }], {}, 0],
    [
      'none: asked for, said beside',
      [{ phones: [{ phone: '+15550100777' }] }],
      { origin: 'contact_request' },
      0,
    ],
    ['none: asked for, said inside', [{ origin: 'contact_request', phones: [] }], {}, 0],
    ['one, of another origin', [{ origin: 'other' }], { origin: 'other' }, 1],
    ['no list', { name: 'A' }, {}, 0],
    ['no objects', [null, 'A', [7]], {}, 0],
  ])('%s', (_, contacts, more, count) => {
    expect(cards(contacts, more).contactCards).toBe(count);
  });

  it('are read with all their words', () => {
    const vcard = [
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:Doe;Pat;;;',
      'FN:Pat Doe',
      'ORG:Easy Money Ltd',
      'item1.TEL;waid=15550100199:+1 555-010-0199',
      'item1.X-ABLabel:Mobile',
      'NOTE:earn daily\\, write me\\nnow',
      'URL;type=WORK:https://spam',
      ' .example/x',
      'EMAIL:pat@mail.example',
      'free words',
      'END:VCARD',
    ].join('\r\n');
    const name = { formatted_name: 'Pat Doe', prefix: null };
    const { text: words } = cards([
      { name, org: { title: 'Lead' }, urls: [null, { url: 'https://pat.example' }], vcard },
    ]);
    expect(words.split('\n')).toEqual([
      'Pat Doe',
      'Lead',
      'https://pat.example',
      'Doe Pat',
      'Easy Money Ltd',
      'earn daily, write me',
      'now',
      'https://spam.example/x',
      'pat@mail.example',
      'free words',
    ]);
    expect(read(message({ type: 'contacts', contacts: [{ vcard }] })).links.map((link) => link.host)).toEqual(
      ['spam.example'],
    );
  });
});
