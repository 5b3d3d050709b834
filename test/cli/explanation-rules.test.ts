import { describe, expect, it } from '@jest/globals';
import type { Style } from '../../src/cli/output.ts';
import { ruleLines, sumLines } from '../../src/cli/explanation-rules.ts';
import { decideOn, load } from '../ruleset/yaml.ts';
import type { About } from '../ruleset/yaml.ts';
import { evaluate } from '../../src/core/evaluate.ts';
import { inputOf } from '../helpers/test-condition.ts';

const same = (text: string): string => text;
const style: Style = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };

const ruleset = load(`
define:
  shady: { text.words: airdrop }
rules:
  - { id: lure, score: 6, when: { use: shady }, unless: { text.words: friend } }
  - { id: hard, then: cooldown 2h, when: { matched: lure, score: { at_least: 3 } }, trust: customer }
  - { id: named, then: block, when: { text.words: airdrop } }
  - { id: old, score: 6, expires: 2020-01-01, when: { use: shady } }
`);

function explained(about: About): string[] {
  const { rules } = evaluate(ruleset, inputOf(about));
  const options = { all: false, style, trust: about.trust ?? 'newcomer' };
  return [...ruleLines(rules, options), ...sumLines(decideOn(ruleset, about), rules, options)];
}

describe('the rules of an explanation', () => {
  it('show blocks, other rules and the score with their numbers', () => {
    expect(explained({ text: 'airdrop' })).toEqual([
      'rules     3 of 4 match',
      '  ✔ lure (+6) lure',
      '      ✔ when.use: shady holds',
      '      ✔ define.shady.text.words: 1 of the words (airdrop), wanted at least 1',
      '      – unless.text.words: 0 of the words (nothing), wanted at least 1',
      '  ✔ hard (cooldown 2h, up to customer) hard',
      '      ✔ when.matched: rule lure matched',
      '      ✔ when.score: score 6 (at least 3)',
      '  ✔ named (block) named',
      '      ✔ when.text.words: 1 of the words (airdrop), wanted at least 1',
      '  – old: expired after 2020-01-01',
      'sum',
      '        +6  lure',
      '       = 6',
    ]);
  });

  it('say of trust what it held back, demands too', () => {
    expect(explained({ text: 'airdrop', trust: 'customer' })).toEqual([
      'rules     2 of 4 match',
      '  ✔ lure (+6, held back: sender is customer; this rule may act up to regular) lure',
      '      ✔ when.use: shady holds',
      '      ✔ define.shady.text.words: 1 of the words (airdrop), wanted at least 1',
      '      – unless.text.words: 0 of the words (nothing), wanted at least 1',
      '  – hard: score 0 (at least 3)',
      '  ✔ named (block, held back: sender is customer; this rule may act up to regular) named',
      '      ✔ when.text.words: 1 of the words (airdrop), wanted at least 1',
      '  – old: expired after 2020-01-01',
      'sum',
      '         0  lure (+6, but the sender is customer; this rule may act up to regular)',
      '         0  named (block, but the sender is customer; this rule may act up to regular)',
      '       = 0',
    ]);
  });

  it('say which exception kept a rule from matching', () => {
    expect(explained({ text: 'airdrop, friend' }).slice(1, 3)).toEqual([
      '  – lure: unless: text.words 1 of the words (friend), wanted at least 1',
      '  – hard: rule lure did not match; score 0 (at least 3)',
    ]);
  });
});
