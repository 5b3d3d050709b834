import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CONDITIONS } from '../../../src/conditions/index.ts';
import { subjectOf } from '../../../src/ruleset/checks/subject-of.ts';
import { entails, satisfiable } from '../../../src/ruleset/checks/logic/solve.ts';
import { lintContents } from '../../../src/ruleset/lint.ts';
import type { LoadedRuleset } from '../../../src/ruleset/parse.ts';
import { parseRuleset } from '../../../src/ruleset/parse.ts';
import { formatProblem } from '../../../src/ruleset/problem.ts';
import { judgeTest } from '../../../src/ruleset/run-tests.ts';
import { block, CONDITION_NAMES, message } from './random-rules.ts';

const NOW = Date.UTC(2026, 0, 5);

function load(rules: readonly object[]): { ruleset: LoadedRuleset; contents: Map<string, string> } | null {
  const contents = new Map([['r.yaml', JSON.stringify({ rules })]]);
  const result = parseRuleset(contents);
  if (result.ok) return { ruleset: result.ruleset, contents };
  // Amounts that contradict themselves are refused before lint looks at them; nothing else here may be.
  for (const one of result.problems)
    expect(formatProblem(one)).toMatch(
      /no amount can satisfy|no sender can satisfy|so \d of them can never hold/,
    );
  return null;
}
const messages = fc.array(message, { minLength: 8, maxLength: 8 });
/** Two rules as they come, and three made of them of which something is certain. */
const rulesOf = (a: object, b: object, exception: object | null): object[] =>
  [
    { when: a },
    { when: b, ...(exception !== null && { unless: exception }) },
    { when: { all: [a, b] } },
    { when: { any: [a, { not: [a] }] } },
    { when: { all: [a], not: [a] } },
  ].map((rule, index) => ({ id: `r${index}`, score: 1, trust: 'customer', ...rule }));

describe('what lint says of rules', () => {
  it('knows every condition there is', () => {
    const known = CONDITIONS.map(({ meta }) => meta.name);
    // Without laws and without numbers: to lint these only hold or do not.
    const opaque = ['campaign', 'text.language', 'text.script', 'text.similar_to'];
    expect(known.filter((name) => !CONDITION_NAMES.includes(name) && !opaque.includes(name))).toEqual([]);
  });

  it('is true for whatever is written and whoever writes', () => {
    const claims = { never: 0, always: 0, entails: 0 };
    fc.assert(
      fc.property(block, block, fc.option(block), messages, (a, b, exception, tests) => {
        const loaded = load(rulesOf(a, b, exception));
        if (loaded === null) return;
        const { formulas, rules } = subjectOf(loaded.ruleset, loaded.contents, NOW);
        const answers = rules.map((rule) => tests.map((test) => judgeTest(rule, test).matched));
        for (const [index, rule] of rules.entries()) {
          const formula = formulas.ofRule(rule);
          const said = answers[index]!;
          if (!satisfiable(formula)) {
            claims.never += 1;
            expect({ rule: rule.written, matched: tests.filter((_, at) => said[at]) }).toEqual({
              rule: rule.written,
              matched: [],
            });
          }
          if (rule.unless === null && formulas.verdict(rule.when) === 'always') {
            claims.always += 1;
            expect({ rule: rule.written, missed: tests.filter((_, at) => !said[at]) }).toEqual({
              rule: rule.written,
              missed: [],
            });
          }
          for (const [at, other] of rules.entries()) {
            if (other === rule || !entails(formula, formulas.ofRule(other))) continue;
            claims.entails += 1;
            const broken = tests.filter((_, nth) => said[nth] && !answers[at]![nth]);
            expect({ rule: rule.written, other: other.written, broken }).toEqual({
              rule: rule.written,
              other: other.written,
              broken: [],
            });
          }
        }
      }),
      { numRuns: 50 },
    );
    // Silence would be true as well.
    for (const count of Object.values(claims)) expect(count).toBeGreaterThan(15);
  });

  it('is said without ever failing, and each time the same', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const extra = fc.record(
      {
        mode: fc.constantFrom('enforce', 'monitor', 'off'),
        group: name,
        stop: fc.boolean(),
        trust: fc.constantFrom('newcomer', 'customer'),
        expires: fc.constantFrom('2020-01-01', '2030-01-01'),
        description: fc.constant('x'),
        tests: fc.constant({ match: ['hi', 'hi'], ignore: ['ho'] }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(block, extra), { maxLength: 6 }), block, (written, shared) => {
        const rules = written.map(([when, more], index) => ({
          id: `r${index}`,
          score: 1 + (index % 2),
          when: index === 0 ? { use: 'shared' } : when,
          ...more,
        }));
        const contents = new Map([
          [
            'r.yaml',
            JSON.stringify({
              rules: [
                ...rules,
                { id: 'last', score: 1, when: { matched: rules.length > 0 ? 'r0' : 'last' } },
              ],
              define: { shared, words: ['win', 'WIN', 'free win'] },
            }),
          ],
          ['lists/x.txt', 'a\nb\na\n'],
        ]);
        const { problems } = lintContents(contents, NOW);
        expect(lintContents(contents, NOW).problems).toEqual(problems);
        for (const { file, line, column, code, severity } of problems) {
          expect([contents.has(file) || file === '.', line > 0, column > 0]).toEqual([true, true, true]);
          if (severity === 'warning') expect(code).toBeDefined();
        }
      }),
      { numRuns: 40 },
    );
  });
});
