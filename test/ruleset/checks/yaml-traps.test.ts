import { describe, expect, it } from '@jest/globals';
import { formatProblem } from '../../../src/ruleset/problem.ts';
import { parseYaml } from '../../../src/ruleset/yaml-source.ts';

const traps = (...lines: string[]): string[] =>
  parseYaml('r.yaml', lines.join('\n')).problems.map((one) => `${formatProblem(one)} [${one.code ?? ''}]`);
const trap = (line: string): string => traps(line).join('\n');

describe('values without quotes', () => {
  it.each([
    ['any: [no]', "unquoted no is true or false to many YAML readers; write 'no'"],
    ['any: [Yes, maybe]', "unquoted Yes is true or false to many YAML readers; write 'Yes'"],
    ['text.words: on', "unquoted on is true or false to many YAML readers; write 'on'"],
    ['from: 22:00', "unquoted 22:00 is the number 1320 to many YAML readers; write '22:00'"],
    ['- 1:30:05', "unquoted 1:30:05 is the number 5405 to many YAML readers; write '1:30:05'"],
    ['- 1_000_000', "unquoted 1_000_000 is the number 1000000 to many YAML readers; write '1_000_000'"],
    ['- 2027-01-31', "unquoted 2027-01-31 is a date to many YAML readers; write '2027-01-31'"],
    [
      'sender.prefix: 0151',
      "unquoted 0151 is read as the number 151, without its zero; put it in quotes if it is meant as text: '0151'",
    ],
    [
      'number: 12345678901234567891',
      "unquoted 12345678901234567891 is read as the number 12345678901234567000, with other digits; put it in quotes if it is meant as text: '12345678901234567891'",
    ],
    [
      '- &deal of the day',
      '&deal is taken for a name of this value, which nothing uses, and not for text; put the whole in quotes',
    ],
    [
      '- Attention please: free bitcoin',
      "'Attention please:' is read as a key with a value; put the whole in quotes",
    ],
    [
      'text.matches: "\\bwin\\b"',
      "in double quotes \\b is a control character; write patterns in 'single quotes'",
    ],
  ])('%s', (line, message) => {
    expect(trap(line)).toMatch(/^r\.yaml:1:\d+ warning: /);
    expect(trap(line)).toContain(`${message} [yaml-trap]`);
  });

  it.each([
    [
      '- win prize #1 today',
      "the text ends here: '#1 today' is read as a comment; put the whole in quotes [cut-off]",
    ],
    [
      'description: see #ticket',
      "the text ends here: '#ticket' is read as a comment; put the whole in quotes [cut-off]",
    ],
    ['- “free bitcoin”', "the quotes “ ” are part of the text; use straight ones: '…' [curly-quotes]"],
    ['text.contains: „gratis“', "the quotes „ “ are part of the text; use straight ones: '…' [curly-quotes]"],
  ])('%s', (line, message) => {
    expect(trap(line)).toContain(message);
  });

  it('are told where they stand, each of them', () => {
    expect(traps('any:', '  - no', '  - ok', '  - off')).toEqual([
      expect.stringMatching(/^r\.yaml:2:5 /),
      expect.stringMatching(/^r\.yaml:4:5 /),
    ]);
  });
});

describe('what is harmless', () => {
  it.each([
    'mode: off',
    'mode: enforce #was monitor',
    'expires: 2027-01-31',
    'at: 2027-01-31 10:00',
    'at_least: 3 # noted',
    'words: free bitcoin # note',
    "any: [\"no\", 'on', 22 o'clock]",
    "from: '22:00'",
    'from: 07:00',
    'sender.prefix: +4915123456',
    'number: 100000000000010',
    'staff: [+12345678901234567891]',
    'share: 0.5',
    'share: 0',
    'text.matches: "tab\\tor\\nbreak"',
    "text.matches: '\\bwin\\b'",
    'any: [&x hello, *x]',
    'any: [{ rate: 1 }]',
    '- text.words: hello',
    '- { Hello there: x }',
    '- «Bonjour»',
    '- “free” and “easy” money now',
    '- it’s',
  ])('%s', (line) => {
    expect(traps(line)).toEqual([]);
  });
});

describe('duplicate keys', () => {
  it.each([
    [
      'a key twice',
      ['a: 1', 'a: 2'],
      "r.yaml:2:1 error: 'a' is given in line 1 already; only one would be used []",
    ],
    [
      'a key twice in a flow map',
      ['x: { a: 1, b: 2, a: 3 }'],
      expect.stringMatching(/^r\.yaml:1:\d+ error: 'a' is given in line \d already/),
    ],
    [
      'a quoted key',
      ['a: 1', "'a': 2"],
      expect.stringMatching(/^r\.yaml:2:1 error: 'a' is given in line \d already/),
    ],
    [
      'a second document',
      ['a: 1', '---', 'a: 2'],
      "r.yaml:2:1 error: one file holds one document: remove the '---' line []",
    ],
    [
      'a key twice in a second document',
      ['a: 1', '---', 'a: 2', 'a: 3'],
      expect.stringMatching(/^r\.yaml:4:1 error: 'a' is given in line \d already/),
    ],
    [
      'a key twice in what an alias repeats',
      ['x: &y { a: 1, a: 2 }', 'z: *y'],
      expect.stringMatching(/^r\.yaml:1:\d+ error: 'a' is given in line \d already/),
    ],
  ])('are errors: %s', (_, lines, expected) => {
    expect(traps(...lines)).toContainEqual(expected);
  });

  it('cannot be smuggled in by merging: there is no such key', () => {
    const { source } = parseYaml('r.yaml', 'x: &y { a: 1 }\nz:\n  <<: *y\n  a: 2\n');
    expect(source?.value).toEqual({ x: { a: 1 }, z: { '<<': { a: 1 }, a: 2 } });
  });
});

describe('what YAML cannot read', () => {
  it.each([
    [
      'reason: hello: world',
      "Nested mappings are not allowed in compact mappings; text with ': ' in it needs quotes, and keys of one map the same indentation",
    ],
    ['- @foo', 'Plain value cannot start with reserved character @; put the whole text in quotes'],
    ['- *.apk', "*.apk stands for a value with that name, and there is none; put it in quotes: '*.apk'"],
  ])('is told what to do: %s', (line, message) => {
    expect(trap(line)).toMatch(/^r\.yaml:1:\d+ error: /);
    expect(trap(line)).toContain(message);
  });
});
