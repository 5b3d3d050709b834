import { describe, expect, it } from '@jest/globals';
import { findings } from './lint-of.ts';

describe('conditions that hold always or never', () => {
  it.each<[string, string, string[]]>([
    [
      'a rate the message itself reaches',
      'rate: { at_least: 1, within: 1m }\ntext.words: hi',
      ['always-matches 1:1 this holds for every message: rate { at_least: 1, within: 1m }'],
    ],
    [
      'an amount from 0',
      'links.count: { at_least: 0 }\ntext.words: hi',
      ['always-matches 1:1 this holds for every message: links.count { at_least: 0 }'],
    ],
    [
      'not what always holds',
      'text.words: hi\nnot:\n  - links.count: { at_least: 0 }',
      ['always-matches 3:5 this holds for every message: links.count { at_least: 0 }'],
    ],
    [
      'all types there are',
      'any:\n  - message.from_ad: true\n  - message.from_ad: false',
      [
        'always-matches 2:5 this holds for every message: any of (message.from_ad true or message.from_ad false)',
      ],
    ],
    [
      'more links than are counted',
      'links.count: { above: 100 }',
      ['never-matches 1:1 no message can satisfy this: links.count { above: 100 }'],
    ],
    [
      'more contact cards than a message holds',
      'message.contact_card: { at_least: 300 }',
      ['never-matches 1:1 no message can satisfy this: message.contact_card { at_least: 300 }'],
    ],
    [
      'contradictory amounts side by side',
      'all:\n  - links.count: { above: 3 }\n  - links.count: { below: 2 }',
      [
        'never-matches 3:5 no message can satisfy this: links.count { above: 3 } and links.count { below: 2 } exclude each other',
      ],
    ],
    [
      'a newcomer who wrote often',
      'sender.messages_seen: { below: 1 }\nduplicate: { at_least: 3, within: 10m }\ntext.words: hi',
      [
        'never-matches 2:1 no message can satisfy this: sender.messages_seen { below: 1 } and duplicate { at_least: 3, within: 10m } exclude each other',
      ],
    ],
    [
      'a type with what only other types have',
      'message.type: image\nmessage.button: true',
      [
        'never-matches 2:1 no message can satisfy this: message.type image and message.button true exclude each other',
      ],
    ],
    [
      'words in a reaction',
      'message.type: reaction\nany:\n  - text.words: hi\n  - links.invite: true',
      [
        'never-matches 3:5 no message can satisfy this: message.type reaction and any of (text.words hi or links.invite true) exclude each other',
      ],
    ],
    [
      'a text without characters that has words',
      'text.length: { below: 1 }\ntext.profanity: true',
      [
        'never-matches 2:1 no message can satisfy this: text.length { below: 1 } and text.profanity true exclude each other',
      ],
    ],
    [
      'links to a domain without links',
      'links.count: { at_most: 1 }\nlinks.domains: { any: [a.example], at_least: 2 }',
      [
        'never-matches 2:1 no message can satisfy this: links.count { at_most: 1 } and links.domains { any: [a.example], at_least: 2 } exclude each other',
      ],
    ],
    [
      'a condition and its opposite',
      'text.words: hi\nnot:\n  - text.words: [hi]',
      [
        'never-matches 3:5 no message can satisfy this: text.words hi and not text.words [hi] exclude each other',
      ],
    ],
    [
      'few words and not many of them',
      'text.words: [hi, ho]\nnot:\n  - text.words: [ho, hi, hu]',
      [
        'never-matches 3:5 no message can satisfy this: text.words [hi, ho] and not text.words [ho, hi, hu] exclude each other',
      ],
    ],
    [
      'a regular who hardly wrote',
      'sender.trust: { at_least: regular, at_most: regular }\nsender.messages_seen: { below: 10 }',
      [
        'never-matches 2:1 no message can satisfy this: sender.trust { at_least: regular, at_most: regular } and sender.messages_seen { below: 10 } exclude each other',
      ],
    ],
    [
      'a longer window that counts less',
      'rate: { at_least: 20, within: 1m }\nnot:\n  - rate: { at_least: 10, within: 1h }',
      [
        'never-matches 3:5 no message can satisfy this: rate { at_least: 20, within: 1m } and not rate { at_least: 10, within: 1h } exclude each other',
      ],
    ],
    [
      'two days at once',
      'time.days: [sat, sun]\nnot:\n  - time.days: sat\n  - time.days: sun',
      [
        'never-matches 4:5 no message can satisfy this: time.days [sat, sun] and not time.days sat and not time.days sun exclude each other',
      ],
    ],
    [
      'two that exclude each other, of three',
      'at_least:\n  n: 3\n  of:\n    - message.forwarded: once\n    - message.forwarded: many\n    - text.words: hi',
      [
        'never-matches 1:1 no message can satisfy this: at least 3 of (message.forwarded once and message.forwarded many and text.words hi)',
      ],
    ],
  ])('are found: %s', (_, lines, expected) => {
    expect(findings(lines)).toEqual(expected);
  });

  it('names what of a rule and its exceptions excludes each other', () => {
    const more = 'score: 1\nunless:\n  - text.words: ho\n  - message.type: [text, image]';
    expect(findings('message.type: text\ntext.words: hi', more)).toEqual([
      expect.stringMatching(
        /^never-matches .* rule 'a' can never match: message\.type text and unless message\.type \[text, image\] exclude each other$/,
      ),
    ]);
  });

  it.each<[string, string]>([
    ['amounts that meet', 'links.count: { at_least: 1, at_most: 1 }'],
    ['a media file in an edit', 'message.type: edit\nmessage.media: { mime: image/* }'],
    [
      'a newcomer who writes once',
      'sender.messages_seen: { below: 1 }\nrate: { at_least: 1, within: 1m, of: texts }',
    ],
    ['a second message', 'sender.messages_seen: { below: 2 }\nduplicate: { at_least: 2, within: 10m }'],
    ['a first message by the second', 'sender.messages_seen: { below: 1 }\nsender.seen_for: { below: 1s }'],
    ['many words and not few of them', 'text.words: [hi, ho, hu]\nnot:\n  - text.words: [hi, ho]'],
    ['a word twice and once', 'text.words: hi\nnot:\n  - text.words: { any: [hi], at_least: 2 }'],
    ['an empty text with a pattern', "text.length: { below: 1 }\ntext.matches: '^$|x'"],
    ['a customer who hardly wrote', 'sender.trust: customer\nsender.messages_seen: { below: 1 }'],
    ['a country that is not another', 'sender.country: [DE, FR]\nnot:\n  - sender.country: [IN, FR]'],
    ['a number by its id and by itself', "number: '100000000000010'\nall:\n  - number: '+49 30 1234567'"],
    [
      'zones apart',
      "time.between: ['08:00', '09:00']\nall:\n  - time.between: { from: '20:00', to: '21:00', zone: Asia/Tokyo }",
    ],
    [
      'many messages to the number, few of the sender',
      'rate: { at_least: 100, within: 1m, per: number }\nsender.messages_seen: { below: 1 }',
    ],
  ])('are not made up: %s', (_, lines) => {
    expect(findings(lines)).toEqual([]);
  });
});
