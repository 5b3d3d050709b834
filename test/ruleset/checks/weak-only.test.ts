import { describe, expect, it } from '@jest/globals';
import { parseRuleset } from '../../../src/ruleset/parse.ts';
import type { Problem } from '../../../src/ruleset/problem.ts';
import { when } from './lint-of.ts';

/** What loading says of the rule's weakness: this must not depend on anybody running lint. */
function weak(yaml: string, more: Record<string, string> = {}): Problem[] {
  const result = parseRuleset(new Map(Object.entries({ 'r.yaml': yaml, ...more })));
  return (result.ok ? result.ruleset.warnings : result.problems).filter(({ code }) => code === 'weak-only');
}
const refuses = (lines: string, demand = 'then: block'): boolean =>
  weak(when(lines, demand)).some(({ severity }) => severity === 'error');

describe('a rule that asks only where people are from or what language they write', () => {
  it.each<[string, string]>([
    ['a country', 'sender.country: BR'],
    ['every other country', 'not:\n  - sender.country: [DE, AT]'],
    ['a prefix', "sender.prefix: '+234'"],
    ['a language', 'text.language: fr'],
    ['a script', 'text.script: Cyrillic'],
    ['what somebody is', 'text.profanity: { at_least: 3, identity: true }'],
    ['several of them', 'sender.country: BR\ntext.language: pt'],
    ['one of two countries', 'any:\n  - sender.country: BR\n  - sender.country: IN'],
    ['a country or something they do', 'any:\n  - sender.country: BR\n  - links.count: { at_least: 1 }'],
    ['deep inside', 'all:\n  - any:\n      - not:\n          - not:\n              - sender.country: BR'],
    ['one of two, counted', 'at_least:\n  n: 1\n  of:\n    - sender.country: BR\n    - text.words: hi'],
    [
      'not both of two',
      'not:\n  - at_least:\n      n: 2\n      of:\n        - sender.country: BR\n        - text.language: pt',
    ],
    ['at night', "sender.country: BR\ntime.between: ['22:00', '07:00']"],
    ['at one number', "sender.country: BR\nnumber: '+49 30 1234567'"],
    [
      'with what always holds',
      'sender.country: BR\nrate: { at_least: 1, within: 1m }\nlinks.count: { at_least: 0 }',
    ],
    ['without a word', 'sender.country: BR\nnot:\n  - text.words: hello\n  - message.is_reply: true'],
  ])('cannot block: %s', (_, lines) => {
    expect(refuses(lines)).toBe(true);
    expect(refuses(lines, 'then: cooldown 1h')).toBe(true);
    expect(refuses(lines, 'score: 8')).toBe(true);
    expect(refuses(lines, 'score: 7.5')).toBe(false);
    expect(refuses(lines, 'then: flag')).toBe(false);
    expect(refuses(lines, 'score: 8\nmode: off')).toBe(false);
  });

  it.each<[string, string]>([
    ['a first contact', 'sender.country: BR\nsender.messages_seen: { below: 1 }'],
    [
      'a first contact said the other way round',
      'sender.country: BR\nnot:\n  - sender.messages_seen: { at_least: 1 }',
    ],
    ['somebody not trusted', 'sender.country: BR\nnot:\n  - sender.trust: known'],
    ['a link', 'sender.country: BR\nlinks.count: { at_least: 1 }'],
    ['a flood', 'sender.country: BR\nrate: { at_least: 20, within: 1m }'],
    ['both of two', 'at_least:\n  n: 2\n  of:\n    - sender.country: BR\n    - text.words: hi'],
    [
      'two ways that each ask for more',
      'any:\n  - { sender.country: BR, text.words: hi }\n  - { text.language: pt, links.count: { above: 0 } }',
    ],
    ['words alone', 'text.words: hi'],
    ['the time alone', "time.between: ['22:00', '07:00']"],
    ['everything', 'rate: { at_least: 1, within: 1m }'],
  ])('may block together with: %s', (_, lines) => {
    expect(weak(when(lines, 'then: block'))).toEqual([]);
  });

  it('is told what to add, at its place', () => {
    expect(weak(when('sender.country: BR', 'then: block'))).toEqual([
      {
        file: 'r.yaml',
        line: 2,
        column: 5,
        severity: 'error',
        code: 'weak-only',
        message:
          "rule 'a' would block people for sender.country alone; ask for something they do as well, such as a first contact with a link (sender.messages_seen: { below: 1 }, links.count: { at_least: 1 })",
      },
    ]);
    const [byScore] = weak(when('sender.country: BR', 'score: 9'));
    expect(byScore?.message).toMatch(/links\.count: \{ at_least: 1 \}\) or a score below 8$/);
  });

  it('is only warned of while it is watched', () => {
    expect(weak(when('sender.country: BR', 'then: block\nmode: monitor'))).toMatchObject([
      { severity: 'warning' },
    ]);
  });

  it('is measured by the number that blocks earliest', () => {
    const policy = "numbers:\n  '+49 30 1234567':\n    actions: { cooldown: { at: 4 } }\n";
    expect(weak(when('sender.country: BR', 'score: 4'), { 'policy.yaml': policy })).toHaveLength(1);
    expect(weak(when('sender.country: BR', 'score: 4'))).toEqual([]);
  });

  it('is found behind names, other rules, exceptions and overrides', () => {
    const define = 'define:\n  from-there: { sender.country: BR }\n';
    expect(refuses('use: from-there')).toBe(false); // there is no such block
    expect(weak(when('use: from-there', 'then: block') + define)).toHaveLength(1);
    const other = '  - id: b\n    then: block\n    when: { matched: a }\n';
    expect(weak(when('sender.country: BR') + other)).toMatchObject([
      { message: expect.stringMatching(/^rule 'b' /) },
    ]);
    const excused = weak(when('sender.country: BR', 'then: block\nunless:\n  - text.words: order'));
    expect(excused).toHaveLength(1);
    const overridden = when('sender.country: BR') + 'overrides:\n  a: { score: 10 }\n';
    expect(weak(overridden)).toMatchObject([{ line: 7, column: 3 }]);
  });

  it('does not end the search where rules ask for each other in a circle', () => {
    const circle =
      when('matched: b', 'then: block') + '  - id: b\n    then: block\n    when: { matched: a }\n';
    expect(weak(circle)).toEqual([]);
  });
});
