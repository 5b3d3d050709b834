import { describe, expect, it } from '@jest/globals';
import type { ConditionResult } from '../../src/core/condition.ts';
import type { Block, RuleNode, RuleSpec } from '../../src/core/evaluate.ts';
import { evaluate, evaluateRule, RULE_ERROR, RULE_EXPIRED } from '../../src/core/evaluate.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { conditionNode, ruleset, ruleSpec } from './builders.ts';
import { inputOf } from '../helpers/test-condition.ts';

const says = (matched: boolean, name = 'x', words: string[] = []): RuleNode =>
  conditionNode(name, () => ({ matched, data: { count: matched ? 1 : 0 }, words }), {
    explain: 'count {count}',
  });
const group = (kind: 'all' | 'any' | 'not', ...nodes: RuleNode[]): RuleNode => ({ kind, nodes });
const rule = (node: RuleNode, more: Partial<RuleSpec> = {}): RuleSpec =>
  ruleSpec('r', node, {
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
      wanted: true,
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
    const broken = conditionNode('b', () => {
      throw new Error('boom');
    });
    const result = evaluateRule(rule(group('any', yes, broken)), input);
    expect(result).toMatchObject({ matched: false, words: [], reason: '' });
    expect(result.conditions).toEqual([
      { path: 'when', name: RULE_ERROR, matched: false, wanted: true, text: 'the rule failed: boom' },
    ]);
  });
});

describe('a rule with at_least', () => {
  const atLeast = (n: number, ...nodes: RuleNode[]): RuleNode => ({
    kind: 'at_least',
    n,
    nodes,
    path: 'when.at_least',
    file: 'r.yaml',
    at: { line: 1, column: 1 },
  });

  it.each([
    [1, [no, no, yes], true],
    [2, [no, yes, no], false],
    [2, [yes, no, yes], true],
    [3, [yes, yes, yes], true],
    [3, [yes, yes, no], false],
  ])('of %d', (n, nodes, matched) => {
    expect(evaluateRule(rule(atLeast(n, ...nodes)), input).matched).toBe(matched);
  });

  it('counts before it lists what it counted', () => {
    const { conditions } = evaluateRule(rule(atLeast(2, yes, no, yes)), input);
    expect(conditions.map(({ path, matched, text }) => [path, matched, text])).toEqual([
      ['when.at_least', true, '2 of 3, wanted at least 2'],
      ['when.x', true, 'count 1'],
      ['when.x', false, 'count 0'],
      ['when.x', true, 'count 1'],
    ]);
  });
});

describe('a rule that does not match', () => {
  it('asks no more than it takes to know, and everything when its numbers are read', () => {
    const asked: string[] = [];
    const asking = (name: string, matched: boolean): RuleNode =>
      conditionNode(name, () => {
        asked.push(name);
        return { matched, data: {} };
      });
    const result = evaluateRule(rule(group('all', asking('a', false), asking('b', true))), input);
    expect(result.matched).toBe(false);
    expect(asked).toEqual(['a']);
    expect(result.conditions.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({ ruleId: 'r', conditions: [{}, {}] });
  });

  it('cannot match by a condition that throws behind the one that decided', () => {
    const broken = conditionNode('b', () => {
      throw new Error('boom');
    });
    expect(evaluateRule(rule(group('any', yes, broken)), input)).toMatchObject({
      matched: false,
      failed: true,
    });
    const never = evaluateRule(rule(group('all', no, broken)), input);
    expect(never).toMatchObject({ matched: false, failed: false });
    expect(never.conditions).toMatchObject([{ name: RULE_ERROR }]);
  });
});

describe('a rule with an end', () => {
  const expires = { at: input.message.sentAt, text: 'after 2026-01-01' };

  it('answers that it expired from that instant on', () => {
    const result = evaluateRule(rule(yes, { expires }), input);
    expect(result).toMatchObject({ matched: false, failed: false, reason: '' });
    expect(result.conditions).toEqual([
      { path: 'expires', name: RULE_EXPIRED, matched: false, wanted: true, text: 'expired after 2026-01-01' },
    ]);
  });

  it('holds until just before', () => {
    const later = { ...expires, at: expires.at + 1 };
    expect(evaluateRule(rule(yes, { expires: later }), input).matched).toBe(true);
  });
});

describe('a rule that may not act against a sender trusted that much', () => {
  const trusting = { ...input, facts: { ...input.facts, trust: 'customer' as const } };

  it('matches, with its reason, and is held', () => {
    expect(evaluateRule(rule(yes), trusting)).toMatchObject({ matched: true, held: true, trust: 'regular' });
    expect(evaluateRule(rule(yes), input)).toMatchObject({ matched: true, held: false });
    expect(evaluateRule(rule(yes, { trust: 'customer' }), trusting)).toMatchObject({ held: false });
  });

  it('is not held when it does not match', () => {
    expect(evaluateRule(rule(no), trusting)).toMatchObject({ matched: false, held: false });
  });
});

describe('rules that share something', () => {
  const place = { path: 'when.use', file: 'r.yaml', at: { line: 1, column: 1 } };
  const using = (block: Block): RuleNode => ({ kind: 'use', block, ...place });
  const asking = (...rules: RuleSpec[]): RuleNode => ({
    kind: 'matched',
    ids: rules.map(({ ruleId }) => ruleId),
    rules,
    ...place,
    path: 'when.matched',
  });
  const all = (...rules: RuleSpec[]) =>
    evaluate(
      ruleset(
        rules.map((spec) => ({
          id: spec.ruleId,
          evaluate: (message, inquiry) => evaluateRule(spec, message, inquiry),
        })),
      ),
      input,
    ).rules;

  it('ask the conditions of a block once a message, also when their numbers are read', () => {
    let asked = 0;
    const test = (): ConditionResult => {
      asked += 1;
      return { matched: true, data: { count: asked } };
    };
    const block = { name: 'shady', node: conditionNode('c', test, { shared: true, explain: '{count}' }) };
    const rules = all(ruleSpec('a', using(block)), ruleSpec('b', group('not', using(block))));
    expect(rules.map(({ matched }) => matched)).toEqual([true, false]);
    expect(rules.flatMap(({ conditions }) => conditions.map(({ text }) => text))).toEqual([
      'shady holds',
      '1',
      'shady holds',
      '1',
    ]);
    expect(asked).toBe(1);
  });

  it('fail with a block that throws, and no other rule does', () => {
    const node = conditionNode(
      'c',
      () => {
        throw new Error('boom');
      },
      { shared: true },
    );
    const block = { name: 'broken', node };
    const rules = all(ruleSpec('a', using(block)), ruleSpec('b', yes), ruleSpec('c', using(block)));
    expect(rules.map(({ matched, failed }) => [matched, failed])).toEqual([
      [false, true],
      [true, false],
      [false, true],
    ]);
  });

  it('ask a rule once, wherever it stands, and take one that failed as not matching', () => {
    let asked = 0;
    const node = conditionNode('c', () => {
      asked += 1;
      return { matched: true, data: {}, words: ['seen'] };
    });
    const named = ruleSpec('named', node, { asked: true });
    const failing = ruleSpec(
      'failing',
      conditionNode('d', () => {
        throw new Error('boom');
      }),
      { asked: true },
    );
    const composite = ruleSpec('composite', asking(named, failing), { reason: (words) => words.join() });
    const rules = all(composite, named, failing, ruleSpec('late', asking(failing)));
    expect(rules.map(({ ruleId, matched }) => [ruleId, matched])).toEqual([
      ['composite', true],
      ['named', true],
      ['failing', false],
      ['late', false],
    ]);
    expect(rules[0]).toMatchObject({ reason: 'seen', conditions: [{ text: 'rule named matched' }] });
    // Whether it matches, and once more to the end: it does.
    expect(asked).toBe(2);
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
