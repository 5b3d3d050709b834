import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntryKind } from '../../../src/ruleset/checks/entry-kinds.ts';
import { coveringKey, entryKey } from '../../../src/ruleset/checks/entry-kinds.ts';
import { run } from '../../helpers/test-condition.ts';
import { textContains } from '../../../src/conditions/text-contains.ts';
import { textWords } from '../../../src/conditions/text-words.ts';
import { linksDomains } from '../../../src/conditions/links-domains.ts';
import { senderPrefix } from '../../../src/conditions/sender-prefix.ts';
import { findings, lintRulesOf, when } from './lint-of.ts';

describe('entries that do nothing', () => {
  it.each<[string, string, string[]]>([
    ['twice the same word', 'text.words: [hi, ho, hi]', ["duplicate-entry 1:22 'hi' is here twice (line 5)"]],
    [
      'another writing of it',
      "text.words: [free bitcoin, 'Free-Bitcoin!', ｆｒｅｅ bitcoin]",
      [
        "duplicate-entry 1:28 'Free-Bitcoin!' finds the same as 'free bitcoin' (line 5)",
        "duplicate-entry 1:45 'ｆｒｅｅ bitcoin' finds the same as 'free bitcoin' (line 5)",
      ],
    ],
    [
      'a phrase with a word that is there',
      'text.words:\n  any:\n    - bitcoin\n    - free bitcoin now',
      ["covered-entry 4:7 'free bitcoin now' finds nothing that 'bitcoin' (line 7) does not find as well"],
    ],
    [
      'scripts without spaces',
      'text.words: [免费比特币, 比特币]',
      ["covered-entry 1:14 '免费比特币' finds nothing that '比特币' (line 5) does not find as well"],
    ],
    [
      'characters inside others',
      'text.contains: [t.me/x, t.me/]',
      ["covered-entry 1:17 't.me/x' finds nothing that 't.me/' (line 5) does not find as well"],
    ],
    [
      'a domain below another',
      'links.domains: { any: [shop.example.com, example.com, .top, a.top], except: [x.example.com] }',
      [
        "covered-entry 1:24 'shop.example.com' finds nothing that 'example.com' (line 5) does not find as well",
        "covered-entry 1:61 'a.top' finds nothing that '.top' (line 5) does not find as well",
      ],
    ],
    [
      'the same domain',
      'links.domains: [Bücher.example, xn--bcher-kva.example]',
      ["duplicate-entry 1:33 'xn--bcher-kva.example' finds the same as 'Bücher.example' (line 5)"],
    ],
    [
      'a longer prefix',
      "sender.prefix: ['+1', '+1 809']",
      ["covered-entry 1:23 '+1 809' finds nothing that '+1' (line 5) does not find as well"],
    ],
    [
      'the same prefix',
      "sender.prefix: ['+49 151', '0049151']",
      ["duplicate-entry 1:28 '0049151' finds the same as '+49 151' (line 5)"],
    ],
    [
      'the same country',
      'sender.country: [de, DE]',
      ["duplicate-entry 1:22 'DE' finds the same as 'de' (line 5)"],
    ],
    [
      'the same pattern',
      "text.matches: ['a+b', 'a+b']",
      ["duplicate-entry 1:23 'a+b' is here twice (line 5)"],
    ],
    [
      'nothing to be seen',
      'text.contains: ["\\u200b", x]',
      ['empty-entry 1:17 nothing of this entry can be seen, so it finds nothing'],
    ],
    [
      'names of files',
      "message.media: { file_name: ['*.APK', '*.apk'] }",
      ["duplicate-entry 1:39 '*.apk' finds the same as '*.APK' (line 5)"],
    ],
    [
      'parts of a name',
      'sender.name: { words: [admin, Admin] }',
      ["duplicate-entry 1:31 'Admin' finds the same as 'admin' (line 5)"],
    ],
    [
      'the same file',
      `message.media_hash: ['${'0'.repeat(64)}', '${'A'.repeat(43)}=']`,
      [`duplicate-entry 1:90 '${'A'.repeat(43)}=' finds the same as '${'0'.repeat(59)}…' (line 5)`],
    ],
    [
      'exceptions',
      'text.profanity: { except: [hell, HELL] }',
      ["duplicate-entry 1:34 'HELL' finds the same as 'hell' (line 5)"],
    ],
  ])('are found beside the condition: %s', (_, lines, expected) => {
    expect(findings(lines)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['where every hit counts', 'text.words: { any: [bitcoin, free bitcoin], at_least: 2 }'],
    [
      'other words',
      'text.words: [free bitcoin, bitcoins, free]\nlinks.count: { at_least: 1 }'.replace('free]', 'gratis]'),
    ],
    ['upper case', 'text.contains: [FREE, Win]'],
    ['case that matters', "message.button: ['yes', 'YES']"],
    ['an emoji among letters', "text.words: ['😀', 'win 😀 now']"],
    ['a word that is part of another', 'text.words: [ass, class]'],
    ['what is taken out is no phrase', 'text.profanity: { except: [god, god damn] }'],
    ['two numbers', "number: ['100000000000010', '1000000000000101']"],
  ])('are not made up: %s', (_, lines) => {
    expect(findings(lines)).toEqual([]);
  });

  it('are found in lists, with their own lines', () => {
    const list = '# words\nbitcoin\n\nBitcoin # again\nfree bitcoin\n';
    expect(lintRulesOf(when('text.words: { list: lists/x.txt }'), { 'lists/x.txt': list })).toEqual([
      { code: 'duplicate-entry', at: '4:1', message: "'Bitcoin' finds the same as 'bitcoin' (line 2)" },
      {
        code: 'covered-entry',
        at: '5:1',
        message: "'free bitcoin' finds nothing that 'bitcoin' (line 2) does not find as well",
      },
    ]);
    const defined = `${when('text.words: { list: lures }')}define:\n  lures:\n    - bitcoin\n    - bitcoin\n`;
    expect(lintRulesOf(defined)).toEqual([
      { code: 'duplicate-entry', at: '9:7', message: "'bitcoin' is here twice (line 8)" },
    ]);
  });

  it('are none when a list is also read in a way that needs them', () => {
    const files = { 'lists/x.txt': 'bitcoin\nfree bitcoin\nBITCOIN\n' };
    const both =
      'any:\n  - text.words: { list: lists/x.txt }\n  - text.words: { list: lists/x.txt, at_least: 2 }';
    expect(lintRulesOf(when(both), files).map(({ code }) => code)).toEqual(['duplicate-entry']);
    const buttons = 'any:\n  - text.words: { list: lists/x.txt }\n  - message.button: { list: lists/x.txt }';
    expect(lintRulesOf(when(buttons), files)).toEqual([]);
  });
});

/** What a covered entry finds, the other finds too: checked on the conditions themselves. */
const part = fc.constantFrom(
  'win',
  'WIN',
  'free',
  'now',
  '免费',
  '比特币',
  '免费比特币',
  '😀',
  '-',
  '.',
  ' ',
  '  ',
  "'",
  '\u200b',
  'é',
  'e\u0301',
  'ﬁ',
  '1',
  '２',
);
const phrase = fc
  .array(part, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''))
  .filter((one) => one.trim() !== '');
const host = fc.constantFrom(
  'a.example',
  'b.a.example',
  'c.b.a.example',
  '.example',
  '.a.example',
  'example.com',
  'www.example.com',
  '.com',
  'A.EXAMPLE',
  'co.uk.example',
);
const digits = fc.constantFrom('+1', '+1 8', '001809', '+49', '+4915', '18');

const matched = {
  words: (entry: string, text: string): boolean => run(textWords, { options: [entry], text }).matched,
  contains: (entry: string, text: string): boolean => run(textContains, { options: [entry], text }).matched,
  domains: (entry: string, text: string): boolean =>
    run(linksDomains, { options: [entry], text: `https://${text}/x` }).matched,
  prefixes: (entry: string, phone: string): boolean =>
    run(senderPrefix, {
      options: [entry],
      message: { sender: { id: phone, phone, userId: null, name: null, username: null } },
    }).matched,
};

describe('whatever entries are written', () => {
  const probes: [EntryKind & keyof typeof matched, fc.Arbitrary<string>, fc.Arbitrary<string>][] = [
    ['words', phrase, phrase],
    ['contains', phrase, phrase],
    [
      'domains',
      host,
      fc.constantFrom(
        'a.example',
        'b.a.example',
        'x.c.b.a.example',
        'example.com',
        'shop.example.com',
        'com.example',
        'example',
      ),
    ],
    ['prefixes', digits, fc.constantFrom('18095551234', '4915123456', '15550100', '4930123')],
  ];
  it.each(probes)('%s: an entry said to be covered finds nothing of its own', (kind, entry, text) => {
    let claims = 0;
    fc.assert(
      fc.property(entry, entry, fc.array(text, { maxLength: 4 }), (a, b, texts) => {
        const [keyA, keyB] = [entryKey(kind, a), entryKey(kind, b)];
        if (keyA === '')
          for (const one of texts) expect([a, one, matched[kind](a, one)]).toEqual([a, one, false]);
        const covers = keyA !== '' && (keyA === keyB || coveringKey(kind, [keyB])(keyA) !== null);
        if (!covers) return;
        claims += 1;
        for (const one of [...texts, a, `x ${a} y`]) {
          const probe = kind === 'words' || kind === 'contains' ? one : texts[0];
          if (probe !== undefined && matched[kind](a, probe))
            expect([a, b, probe, matched[kind](b, probe)]).toEqual([a, b, probe, true]);
        }
      }),
      { numRuns: 1_000 },
    );
    expect(claims).toBeGreaterThan(3);
  });
});
