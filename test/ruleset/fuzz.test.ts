import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CONDITIONS } from '../../src/conditions/index.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';

const word = fc.constantFrom(
  'rules',
  'id',
  'when',
  'score',
  'then',
  'all',
  'any',
  'not',
  'tests',
  'match',
  'ignore',
  'list',
  'define',
  'overrides',
  'packs',
  'pack',
  'off',
  'use',
  'matched',
  'unless',
  'expires',
  'trust',
  'n',
  'of',
  'a',
  'at_least',
  'within',
  '__proto__',
  'constructor',
  ...CONDITIONS.map(({ meta }) => meta.name),
);
const value = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(word, tie('node'), { maxKeys: 4 }),
  ),
  leaf: fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null), fc.double()),
})).node;

function isAnswer(text: string): void {
  const files = new Map([
    ['a.yaml', text],
    ['policy.yaml', text],
    ['lists/x.txt', text],
  ]);
  const result = parseRuleset(files);
  if (result.ok) return;
  expect(result.problems.length).toBeGreaterThan(0);
  for (const { file, line, column, message } of result.problems) {
    expect(files.has(file)).toBe(true);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(message).not.toBe('');
  }
}

describe('whatever is written in a rules folder', () => {
  it('gives a ruleset or problems with their place, never an exception (text)', () => {
    const snippet = fc.constantFrom(
      'rules:\n',
      '  - id: a\n',
      '    when:\n',
      '- ',
      '&a ',
      '*a ',
      '{',
      '[',
      '}',
      '\t',
      '"\\d"',
      '!!js/function ',
      '%YAML 1.1\n',
      '---\n',
      '? ',
      '| \n',
      '\u0000',
      ': ',
      '<<: *a\n',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(snippet, fc.string({ maxLength: 6 })), { maxLength: 25 }), (parts) =>
        isAnswer(parts.join('')),
      ),
      { numRuns: 300 },
    );
  });

  it('gives a ruleset or problems with their place, never an exception (shapes)', () => {
    const rule = fc.record(
      {
        id: fc.constantFrom('a', 'b'),
        score: fc.constant(1),
        when: value,
        unless: value,
        trust: value,
        expires: value,
      },
      { requiredKeys: [] },
    );
    const file = fc.oneof(
      value,
      fc.record(
        {
          rules: fc.oneof(value, fc.array(fc.oneof(rule, value), { maxLength: 3 })),
          define: fc.oneof(value, fc.dictionary(fc.constantFrom('a', 'b'), value)),
          overrides: fc.oneof(value, fc.dictionary(fc.constantFrom('a', 'b'), value)),
          packs: fc.oneof(value, fc.dictionary(fc.constantFrom('a', 'r'), value)),
          pack: value,
        },
        { requiredKeys: ['rules'] },
      ),
    );
    fc.assert(
      fc.property(file, (shape) => isAnswer(JSON.stringify(shape))),
      { numRuns: 500 },
    );
  });
});
