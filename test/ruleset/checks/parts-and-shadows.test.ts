import { describe, expect, it } from '@jest/globals';
import { findings, lintRulesOf } from './lint-of.ts';

describe('parts of a rule that do nothing', () => {
  it.each<[string, string, string | undefined, string[]]>([
    [
      'an alternative that contradicts the rest',
      'links.count: { below: 1 }\nany:\n  - links.domains: a.example\n  - text.words: hi',
      undefined,
      ["dead-branch 3:5 wherever rule 'a' matches, this does not hold: links.domains a.example"],
    ],
    [
      'one of several that are counted',
      'message.type: image\nat_least:\n  n: 1\n  of:\n    - text.words: hi\n    - message.button: true',
      undefined,
      ["dead-branch 6:7 wherever rule 'a' matches, this does not hold: message.button true"],
    ],
    [
      'an exception of other types',
      'message.type: text\ntext.words: hi\nnot:\n  - message.type: image',
      undefined,
      ["dead-exception 4:5 rule 'a' does not match these messages anyway: message.type image"],
    ],
    [
      'an exception of people who wrote often',
      'sender.messages_seen: { below: 3 }\ntext.words: hi',
      'score: 1\nunless: { sender.messages_seen: { at_least: 20 } }',
      [
        "dead-exception -1:9 rule 'a' does not match these messages anyway: sender.messages_seen { at_least: 20 }",
      ],
    ],
    [
      'one of two exceptions',
      'message.forwarded: many',
      'score: 1\nunless:\n  - message.forwarded: once\n  - text.words: hi',
      ["dead-exception -2:3 rule 'a' does not match these messages anyway: message.forwarded once"],
    ],
  ])('are found: %s', (_, lines, more, expected) => {
    expect(findings(lines, more)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    [
      'alternatives that can hold',
      'links.count: { at_least: 1 }\nany:\n  - links.domains: a.example\n  - text.words: hi',
      'score: 1',
    ],
    ['an exception that applies', 'text.words: hi\nnot:\n  - message.type: image', 'score: 1'],
    [
      'an exception inside one alternative',
      'any:\n  - { text.words: hi, not: [{ message.type: image }] }\n  - message.forwarded: many',
      'score: 1',
    ],
    [
      'trusted people, customers among them',
      'sender.messages_seen: { below: 3 }\ntext.words: hi',
      'score: 1\nunless: { sender.trust: known }',
    ],
  ])('are not made up: %s', (_, lines, more) => {
    expect(findings(lines, more)).toEqual([]);
  });
});

const rules = (...items: string[]): string => `rules:\n${items.map((item) => `  - ${item}\n`).join('')}`;
const shadows = (...items: string[]): string[] =>
  lintRulesOf(rules(...items)).map(({ code, message }) => `${code}: ${message}`);
const linksIn = (id: string, atLeast: number, more: string): string =>
  `{ id: ${id}, when: { links.count: { at_least: ${atLeast} } }, ${more} }`;

describe('rules whose score never counts', () => {
  it.each<[string, string[], string[]]>([
    [
      'the weaker of a group, asking for more',
      [linksIn('many', 3, 'score: 2, group: g'), linksIn('some', 1, 'score: 5, group: g')],
      [
        "shadowed: the score of rule 'many' never counts: wherever it matches, rule 'some' of the same group counts instead",
      ],
    ],
    [
      'the later of equals in a group',
      [linksIn('a', 1, 'score: 5, group: g'), linksIn('b', 2, 'score: 5, group: g')],
      [
        "shadowed: the score of rule 'b' never counts: wherever it matches, rule 'a' of the same group counts instead",
      ],
    ],
    [
      'after a stop that matches all of it',
      [linksIn('a', 1, 'score: 5, stop: true'), linksIn('b', 2, 'score: 9')],
      ["shadowed: the score of rule 'b' never counts: wherever it matches, rule 'a' stops the sum before it"],
    ],
    [
      'after a stop for everything',
      [linksIn('a', 0, 'score: 5, stop: true'), '{ id: b, when: { text.words: hi }, score: 9 }'],
      [
        'always-matches: this holds for every message: links.count { at_least: 0 }',
        "shadowed: the score of rule 'b' never counts: wherever it matches, rule 'a' stops the sum before it",
      ],
    ],
    [
      'a narrower list',
      [
        '{ id: a, when: { text.words: [hi, ho] }, score: 5, group: g }',
        '{ id: b, when: { text.words: hi, message.type: text }, score: 1, group: g }',
      ],
      [
        "shadowed: the score of rule 'b' never counts: wherever it matches, rule 'a' of the same group counts instead",
      ],
    ],
    [
      'the same conditions in another order',
      [
        '{ id: a, when: { text.words: hi, links.count: { at_least: 1, below: 3 } }, score: 5 }',
        '{ id: b, when: { links.count: { below: 3, at_least: 1 }, text.words: hi }, score: 2 }',
      ],
      ["same-when: rule 'b' matches the same messages as rule 'a' (r.yaml:2); one rule can hold both scores"],
    ],
  ])('are found: %s', (_, items, expected) => {
    expect(shadows(...items)).toEqual(expected);
  });

  it.each<[string, string[]]>([
    [
      'the stronger of a group',
      [linksIn('many', 3, 'score: 9, group: g'), linksIn('some', 1, 'score: 5, group: g')],
    ],
    ['another group', [linksIn('many', 3, 'score: 2, group: g'), linksIn('some', 1, 'score: 5, group: h')]],
    ['before the stop', [linksIn('b', 2, 'score: 9'), linksIn('a', 1, 'score: 5, stop: true')]],
    ['a demand by name', [linksIn('a', 1, 'score: 5, stop: true'), linksIn('b', 2, 'then: flag, score: 1')]],
    [
      'somebody watches',
      [linksIn('a', 1, 'score: 5, group: g, mode: monitor'), linksIn('b', 2, 'score: 1, group: g')],
    ],
    [
      'only watched itself',
      [linksIn('a', 1, 'score: 5, group: g'), linksIn('b', 2, 'score: 1, group: g, mode: monitor')],
    ],
    [
      'the other one expires',
      [linksIn('a', 1, 'score: 5, group: g, expires: 2030-01-01'), linksIn('b', 2, 'score: 1, group: g')],
    ],
    [
      'the other one spares more people',
      [linksIn('a', 1, 'score: 5, group: g, trust: newcomer'), linksIn('b', 2, 'score: 1, group: g')],
    ],
    ['one that speaks for people', [linksIn('a', 1, 'score: 5, stop: true'), linksIn('b', 2, 'score: -1')]],
    [
      'others ask whether it matched',
      [
        linksIn('a', 1, 'score: 5, group: g'),
        linksIn('b', 2, 'score: 1, group: g'),
        '{ id: c, when: { matched: b, text.words: hi }, score: 1 }',
      ],
    ],
    [
      'a stop between, before the stronger one',
      [
        linksIn('b', 2, 'score: 1, group: g'),
        '{ id: s, when: { text.words: hi }, score: 1, stop: true }',
        linksIn('a', 1, 'score: 5, group: g'),
      ],
    ],
    [
      'the same conditions for other people',
      [linksIn('a', 1, 'score: 5'), linksIn('b', 1, 'score: 1, trust: customer')],
    ],
    [
      'the same conditions, one only watched',
      [linksIn('a', 1, 'score: 5'), linksIn('b', 1, 'score: 1, mode: monitor')],
    ],
  ])('are not made up: %s', (_, items) => {
    expect(shadows(...items)).toEqual([]);
  });

  it('are looked for in reasonable time among thousands', () => {
    const many = Array.from(
      { length: 500 },
      (_, index) =>
        `{ id: r${index}, when: { text.words: w${index}, links.count: { at_least: ${index % 7} } }, score: ${1 + (index % 5)}, group: g, stop: ${index % 50 === 0} }`,
    );
    expect(shadows(...many).filter((one) => one.startsWith('shadowed'))).toEqual([]);
  });
});
