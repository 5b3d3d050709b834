import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readFolder } from '../../src/ruleset/load.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import type { LoadedRule } from '../../src/ruleset/rule-file.ts';

const { contents } = await readFolder(join(import.meta.dirname, '../../rules'));
const parsed = parseRuleset(contents);
if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
const { loaded, policy } = parsed.ruleset;
const { flagAt, cooldownAt, blockAt } = policy;

/** They look at what was sent before or by others, or at what is no text. */
const NOT_TEXT =
  /^(?:rate|duplicate|distinct|campaign|numbers|surge|message\.(?:type|media|media_hash|contact_card))$/;
const byText = loaded.filter(
  ({ mode, conditions }) => mode === 'enforce' && !conditions.some((name) => NOT_TEXT.test(name)),
);
/** Points that note a message and are no reason to warn somebody. */
const isNote = ({ score }: LoadedRule): boolean => score < 5;

/** Group → the most it can add; a rule without a group is one of its own. Strongest first. */
function most(rules: readonly LoadedRule[]): Map<string, number> {
  const groups = new Map<string, number>();
  for (const { id, group, score } of rules)
    groups.set(group ?? `rule ${id}`, Math.max(groups.get(group ?? `rule ${id}`) ?? 0, score));
  return new Map([...groups].sort(([, a], [, b]) => b - a));
}
const total = (points: Iterable<number>): number => [...points].reduce((sum, each) => sum + each, 0);

describe('the points of one text, whoever sends it first', () => {
  it('come from rules that read words, links and names', () => {
    expect([...most(byText).keys()].sort()).toEqual([
      'links',
      'name',
      'name-with-link',
      'rule known-spam-text',
      'words',
    ]);
  });

  it('never reach a block without one strong sign, all notes of all packs together', () => {
    expect(total(most(byText.filter(isNote)).values())).toBeLessThan(blockAt);
  });

  it('never reach a block by three kinds of signs, the strongest of each', () => {
    expect(total([...most(byText).values()].slice(0, 3))).toBeLessThan(blockAt);
  });

  it('never reach a cooldown by words and links that are noted only', () => {
    const notes = most(byText.filter(isNote));
    const words = loaded.filter(({ group, ...rule }) => group === 'words' && rule.score < cooldownAt);
    expect((notes.get('words') ?? 0) + (notes.get('links') ?? 0)).toBeLessThan(cooldownAt);
    expect(total(most(words).values())).toBeLessThan(cooldownAt);
    expect(notes.get('words')).toBeGreaterThanOrEqual(flagAt);
  });
});
