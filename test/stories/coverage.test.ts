import { describe, expect, it } from '@jest/globals';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import { runRuleTests } from '../../src/ruleset/run-tests.ts';
import type { Coverage } from '../../src/stories/coverage.ts';
import { CoverageNotes } from '../../src/stories/coverage.ts';

function coverageOf(rules: string, isWanted?: (id: string) => boolean): Coverage {
  const result = parseRuleset(new Map([['a.yaml', rules]]));
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  const notes = new CoverageNotes();
  expect(runRuleTests(result.ruleset, notes.note).problems.map(formatProblem)).toEqual([]);
  return notes.of(result.ruleset, isWanted);
}
const gaps = ({ gaps: all }: Coverage): string[] =>
  all.map(
    ({ line, column, ruleId, condition, never }) =>
      `${line}:${column} ${ruleId} ${condition ?? '-'} ${never.join(' ')}`,
  );

describe('coverage', () => {
  it('is full where every condition was seen true and false', () => {
    const rules = `rules:
  - id: a
    score: 1
    when: { text.words: spam, links.count: { at_least: 1 } }
    tests: { match: ['spam https://a.example'], ignore: ['hello'] }`;
    expect(coverageOf(rules)).toEqual({
      rules: 1,
      matched: 1,
      ignored: 1,
      conditions: 2,
      bothWays: 2,
      percent: 100,
      gaps: [],
    });
  });

  it('names what no test ever saw, at its place', () => {
    const rules = `rules:
  - id: a
    score: 1
    when:
      any:
        - text.words: spam
        - message.forwarded: many
    tests: { match: [spam] }
  - { id: b, score: 1, when: { text.words: x } }`;
    const coverage = coverageOf(rules);
    expect(gaps(coverage)).toEqual([
      '2:5 a - ignored',
      '6:11 a when.any[0].text.words false',
      '7:11 a when.any[1].message.forwarded true',
      '9:7 b - matched ignored',
      '9:32 b when.text.words true false',
    ]);
    expect(coverage).toMatchObject({
      rules: 2,
      matched: 1,
      ignored: 0,
      conditions: 3,
      bothWays: 0,
      percent: 30,
    });
    expect(coverageOf(rules, (id) => id === 'a')).toMatchObject({ rules: 1, percent: 50 });
  });

  it('counts a block that several rules use once, and exceptions too', () => {
    const rules = `define:
  lure: { text.words: spam }
rules:
  - id: a
    score: 1
    when: { use: lure }
    unless: { text.words: sorry }
    tests: { match: [spam], ignore: ['spam, sorry', hi] }
  - id: b
    score: 1
    when: { use: lure, links.count: { at_least: 1 } }
    tests: { match: ['spam https://a.example'], ignore: [hi] }`;
    expect(gaps(coverageOf(rules))).toEqual([]);
    expect(coverageOf(rules).conditions).toBe(5);
  });
});
