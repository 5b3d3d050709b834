import { describe, expect, it } from '@jest/globals';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import { runRuleTests } from '../../src/ruleset/run-tests.ts';

/** The problems of one rule with these conditions and `match` lines. */
function problems(when: string, ...match: string[]): string[] {
  const lines = match.map((line) => `        - ${line}`);
  const yaml = `rules:\n  - id: a\n    description: x\n    score: 1\n    when: ${when}\n    tests:\n      match:\n${lines.join('\n')}\n`;
  const result = parseRuleset(new Map([['a.yaml', yaml]]));
  const found = result.ok ? runRuleTests(result.ruleset).problems : result.problems;
  return found.map(formatProblem);
}
const RATE = '{ rate: { at_least: 5, within: 1m, per: number } }';
const SURGE = '{ surge: { of: newcomers, times: 2, at_least: 5, within: 1h } }';

describe('lines of rule tests about a whole number', () => {
  it('count the copies, whoever they come from', () => {
    expect(problems(RATE, '{ text: hi, times: 5 }', '{ text: hi, times: 5, by: strangers }')).toEqual([]);
    expect(problems(RATE, '{ text: hi, times: 4 }')[0]).toContain('4 messages to the number within 1m');
  });

  it('let every copy come from somebody else, who is new', () => {
    const newcomers =
      '{ sender.messages_seen: { below: 1 }, rate: { at_least: 5, within: 1m, per: number } }';
    expect(problems(newcomers, '{ text: hi, times: 5, by: strangers }')).toEqual([]);
    expect(problems(newcomers, '{ text: hi, times: 5 }')).toHaveLength(1);
    expect(problems(SURGE, '{ text: hi, times: 5, by: strangers, normal: 2 }')).toEqual([]);
    expect(problems(SURGE, '{ text: hi, times: 5, normal: 2 }')[0]).toContain('1 newcomer to the number');
  });

  it('say what is normal; else nothing is', () => {
    expect(problems(SURGE, '{ text: hi, times: 5, by: strangers, normal: 3 }')[0]).toContain(
      '5 newcomers to the number within 1h, normally 3, wanted at least 6',
    );
    expect(problems(SURGE, '{ text: hi, times: 5, by: strangers }')[0]).toContain('normally unknown yet');
  });

  it('need to say how many strangers', () => {
    expect(problems(RATE, '{ text: hi, by: strangers }').join()).toContain("goes with 'times'");
    expect(problems(RATE, '{ text: hi, times: 5, by: anna }').join()).toContain('expected strangers');
  });
});
