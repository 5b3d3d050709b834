import { describe, expect, it } from '@jest/globals';
import type { RuleNode, RuleSpec } from '../../src/core/evaluate.ts';
import { evaluate, evaluateRule, RULE_ERROR } from '../../src/core/evaluate.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { inputOf } from '../helpers/test-condition.ts';

const says = (matched: boolean, name = 'x', words: string[] = []): RuleNode => ({
  kind: 'condition',
  path: `when.${name}`,
  name,
  explain: 'count {count}',
  test: () => ({ matched, data: { count: matched ? 1 : 0 }, words }),
});
const group = (kind: 'all' | 'any' | 'not', ...nodes: RuleNode[]): RuleNode => ({ kind, nodes });
const rule = (node: RuleNode, more: Partial<RuleSpec> = {}): RuleSpec => ({
  ruleId: 'r',
  mode: 'enforce',
  score: 2,
  group: null,
  then: null,
  stop: false,
  node,
  reason: (words, data) => `${words.join('+')} ${String(data.get('x')?.count)}`,
  ...more,
});
const input = inputOf({ text: 'hi' });
const yes = says(true);
const no = says(false);

describe('a rule', () => {
  it.each<[string, RuleNode, boolean]>([
    ['all of yes, yes', group('all', yes, yes), true],
    ['all of yes, no', group('all', yes, no), false],
    ['any of no, yes', group('any', no, yes), true],
    ['any of no, no', group('any', no, no), false],
    ['not of no, no', group('not', no, no), true],
    ['not of no, yes', group('not', no, yes), false],
    ['not of not of yes', group('not', group('not', yes)), true],
    ['all of yes, not of any of no', group('all', yes, group('not', group('any', no))), true],
  ])('%s', (_, node, matched) => {
    expect(evaluateRule(rule(node), input).matched).toBe(matched);
  });

  it('asks every condition, with numbers, also when the answer is known', () => {
    const result = evaluateRule(rule(group('all', no, yes, group('any', yes, no))), input);
    expect(result.conditions.map(({ matched, text }) => [matched, text])).toEqual([
      [false, 'count 0'],
      [true, 'count 1'],
      [true, 'count 1'],
      [false, 'count 0'],
    ]);
    expect(JSON.parse(JSON.stringify(result.conditions[0]))).toEqual({
      path: 'when.x',
      name: 'x',
      matched: false,
      text: 'count 0',
    });
  });

  it('quotes only words that made it match', () => {
    const node = group(
      'all',
      says(true, 'a', ['good']),
      group('not', says(false, 'b', ['bad'])),
      group('any', says(true, 'x', ['good', 'too'])),
    );
    expect(evaluateRule(rule(node), input)).toMatchObject({ words: ['good', 'too'], reason: 'good+too 1' });
  });

  it('has no words and no reason when it does not match', () => {
    expect(evaluateRule(rule(group('all', says(true, 'a', ['word']), no)), input)).toMatchObject({
      words: [],
      reason: '',
    });
  });

  it('that throws does not match and says so', () => {
    const broken: RuleNode = {
      kind: 'condition',
      path: 'when.b',
      name: 'b',
      explain: '',
      test: () => {
        throw new Error('boom');
      },
    };
    const result = evaluateRule(rule(group('any', yes, broken)), input);
    expect(result).toMatchObject({ matched: false, words: [], reason: '' });
    expect(result.conditions).toEqual([
      { path: 'when', name: RULE_ERROR, matched: false, text: 'the rule failed: boom' },
    ]);
  });
});

describe('evaluate', () => {
  it('answers for every rule of the set', () => {
    const content = `rules:\n${['a', 'b'].map((id) => `  - { id: ${id}, when: { text.words: hi }, score: 1 }\n`).join('')}`;
    const parsed = parseRuleset(new Map([['r.yaml', content]]));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const { rules, rulesetHash } = evaluate(parsed.ruleset, input);
    expect(rulesetHash).toBe(parsed.ruleset.hash);
    expect(rules.map(({ ruleId, matched }) => [ruleId, matched])).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });
});
