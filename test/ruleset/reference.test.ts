import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TrustLevel } from '../../src/core/trust.ts';
import { TRUST_LEVELS } from '../../src/core/trust.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { answers, decideOn, load } from './yaml.ts';

/** Rules over a handful of words, as written in a file. */
type Tree =
  | { 'text.words': string }
  | { all: Tree[] }
  | { any: Tree[] }
  | { not: Tree[] }
  | { at_least: { n: number; of: Tree[] } }
  | { use: string }
  | { matched: string[] }
  | { score: { at_least: number } };
interface Rule {
  id: string;
  mode: 'enforce' | 'monitor' | 'off';
  score: number;
  group?: string;
  stop: boolean;
  trust: TrustLevel;
  expires?: string;
  when: Tree;
  unless?: Tree[];
}
interface Rules {
  define: Record<string, Tree>;
  rules: Rule[];
}

const WORDS = ['red', 'green', 'blue'];
const SIZE = 6;

/** Trees that name only what comes before them: blocks below `blocks`, rules among `ids`. */
function trees(blocks: number, ids: readonly string[]): fc.Arbitrary<Tree> {
  const leaves: fc.Arbitrary<Tree>[] = [
    fc.constantFrom(...WORDS).map((word) => ({ 'text.words': word })),
    fc.integer({ min: -4, max: 8 }).map((atLeast) => ({ score: { at_least: atLeast } })),
  ];
  if (blocks > 0) leaves.push(fc.nat(blocks - 1).map((index) => ({ use: `b${index}` })));
  if (ids.length > 0) leaves.push(fc.subarray([...ids], { minLength: 1 }).map((matched) => ({ matched })));
  return fc.letrec<{ tree: Tree; list: Tree[] }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(...leaves),
      tie('list').map((all) => ({ all })),
      tie('list').map((any) => ({ any })),
      tie('list').map((not) => ({ not })),
      tie('list').chain((of) => fc.integer({ min: 1, max: of.length }).map((n) => ({ at_least: { n, of } }))),
    ),
    list: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
  })).tree;
}

const MODES = ['enforce', 'enforce', 'enforce', 'monitor', 'off'] as const;
const rulesets: fc.Arbitrary<Rules> = fc
  .record({
    modes: fc.array(fc.constantFrom(...MODES), { minLength: SIZE, maxLength: SIZE }),
    order: fc.shuffledSubarray(
      Array.from({ length: SIZE }, (_, index) => index),
      { minLength: SIZE },
    ),
  })
  .chain(({ modes, order }) => {
    // Blocks ask for no rules that only watch: anybody may use them.
    const enforced = modes.flatMap((mode, index) => (index < 2 && mode === 'enforce' ? [`r${index}`] : []));
    const rules = modes.map((mode, index) => {
      const before = modes
        .slice(0, index)
        .flatMap((other, at) => (other === 'monitor' && mode === 'enforce' ? [] : [`r${at}`]));
      const tree = trees(index < 2 ? 0 : 2, before);
      return fc.record<Rule>(
        {
          id: fc.constant(`r${index}`),
          mode: fc.constant(mode),
          score: fc.constantFrom(-3, 1, 2, 5),
          group: fc.constantFrom('g', 'h'),
          stop: fc.boolean(),
          trust: fc.constantFrom('newcomer', 'known', 'regular', 'customer'),
          expires: fc.constantFrom('2020-01-01', '2040-01-01'),
          when: tree,
          unless: fc.array(tree, { minLength: 1, maxLength: 2 }),
        },
        { requiredKeys: ['id', 'mode', 'score', 'stop', 'trust', 'when'] },
      );
    });
    return fc.record({
      define: fc.record({ b0: trees(0, enforced), b1: trees(1, enforced) }),
      rules: fc.tuple(...rules).map((all) => order.flatMap((index) => all[index] ?? [])),
    });
  });

/** As slow and plain as can be: what the pages say, word for word. */
class Reference {
  readonly #set: Rules;
  readonly #words: readonly string[];
  readonly #trust: TrustLevel;

  constructor(set: Rules, words: readonly string[], trust: TrustLevel) {
    this.#set = set;
    this.#words = words;
    this.#trust = trust;
  }

  matched(id: string): boolean {
    const rule = this.#set.rules.find((one) => one.id === id);
    if (rule === undefined || rule.mode === 'off' || rule.expires === '2020-01-01') return false;
    return this.#holds(rule.when) && !(rule.unless ?? []).some((tree) => this.#holds(tree));
  }

  score(of: readonly Rule[] = this.#set.rules): number {
    const counting: Rule[] = [];
    for (const rule of of) {
      if (rule.mode !== 'enforce' || !this.matched(rule.id) || this.#isHeld(rule)) continue;
      counting.push(rule);
      if (rule.stop) break;
    }
    const alone = counting.filter(({ group }) => group === undefined).map(({ score }) => score);
    const groups = ['g', 'h'].map((name) => counting.filter(({ group }) => group === name));
    const best = groups
      .filter((own) => own.length > 0)
      .map((own) => Math.max(...own.map(({ score }) => score)));
    return [...alone, ...best].reduce((sum, score) => sum + score, 0);
  }

  #isHeld(rule: Rule): boolean {
    const rank = (level: TrustLevel): number => TRUST_LEVELS.indexOf(level);
    return rule.score > 0 && this.#trust !== 'staff' && rank(this.#trust) > rank(rule.trust);
  }

  #holds(tree: Tree): boolean {
    const count = (list: readonly Tree[]): number => list.filter((one) => this.#holds(one)).length;
    if ('text.words' in tree) return this.#words.includes(tree['text.words']);
    if ('all' in tree) return count(tree.all) === tree.all.length;
    if ('any' in tree) return count(tree.any) > 0;
    if ('not' in tree) return count(tree.not) === 0;
    if ('at_least' in tree) return count(tree.at_least.of) >= tree.at_least.n;
    if ('use' in tree) return this.#holds(this.#block(tree.use));
    if ('matched' in tree) return tree.matched.some((id) => this.matched(id));
    const first = this.#set.rules.filter(
      ({ when, unless = [] }) => ![when, ...unless].some((one) => this.#asksForScore(one)),
    );
    return this.score(first) >= tree.score.at_least;
  }

  #asksForScore(tree: Tree): boolean {
    if ('score' in tree) return true;
    if ('use' in tree) return this.#asksForScore(this.#block(tree.use));
    if ('matched' in tree)
      return this.#set.rules.some(
        ({ id, when, unless = [] }) =>
          tree.matched.includes(id) && [when, ...unless].some((one) => this.#asksForScore(one)),
      );
    if ('at_least' in tree) return tree.at_least.of.some((one) => this.#asksForScore(one));
    return Object.values(tree).some(
      (list) => Array.isArray(list) && list.some((one: Tree) => this.#asksForScore(one)),
    );
  }

  #block(name: string): Tree {
    const block = this.#set.define[name];
    if (block === undefined) throw new Error(`no block ${name}`);
    return block;
  }
}

describe('whatever rules are combined', () => {
  it('they load, match and add up as a plain reading of them says', () => {
    const seen = { matched: 0, held: 0, byScore: 0 };
    fc.assert(
      fc.property(rulesets, fc.subarray(WORDS), fc.constantFrom(...TRUST_LEVELS), (set, words, trust) => {
        const ruleset = load(JSON.stringify(set));
        const about = { text: words.join(' '), trust };
        const reference = new Reference(set, words, trust);
        const given = answers(ruleset, about);
        const active = set.rules.filter(({ mode }) => mode !== 'off');
        expect(Object.keys(given)).toEqual(active.map(({ id }) => id));
        for (const { id } of active) expect([id, given[id]?.matched]).toEqual([id, reference.matched(id)]);
        const decision = decideOn(ruleset, about);
        expect(decision.score).toBe(reference.score());
        for (const { matched, held, conditions } of Object.values(given)) {
          expect(conditions.length).toBeGreaterThan(0);
          for (const { text } of conditions) expect(text).not.toBe('');
          if (matched) seen.matched += 1;
          if (held) seen.held += 1;
          if (matched && conditions.some(({ name }) => name === 'score')) seen.byScore += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(Object.values(seen).every((count) => count > 5)).toBe(true);
  });

  it('names in any order give a ruleset or problems, never an exception', () => {
    const names = ['r0', 'r1', 'r2', 'none'];
    const tree = fc.oneof(trees(3, names), trees(0, []), trees(0, []));
    const rule = fc.record({
      id: fc.constantFrom(...names),
      mode: fc.constantFrom(...MODES),
      score: fc.constant(1),
      when: tree,
    });
    const loaded = { ok: 0, refused: 0 };
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('b0', 'b1', 'b2'), tree),
        fc.uniqueArray(rule, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
        (define, rules) => {
          const result = parseRuleset(new Map([['r.yaml', JSON.stringify({ define, rules })]]));
          loaded[result.ok ? 'ok' : 'refused'] += 1;
          if (!result.ok) expect(result.problems.some(({ severity }) => severity === 'error')).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
    expect(Math.min(loaded.ok, loaded.refused)).toBeGreaterThan(10);
  });
});
