import { textViews, type TextViews } from '../../src/core/text/views.ts';
import { chooseLabels, type Labels } from '../../src/replay/labels.ts';
import { RuleCounts, type RuleCount } from '../../src/replay/rule-counts.ts';
import { isOffence } from '../../src/replay/verdict.ts';
import type { LoadedRuleset } from '../../src/ruleset/parse.ts';
import { Bayes, isForLearning, type Taught } from './bayes.ts';
import { Figures, type Group, type Mark } from './figures.ts';
import { readLabelled, Unread } from './labelled.ts';
import { judgeStranger } from './stranger.ts';

/** What was found in some files. */
export interface Measured {
  rows: number;
  groups: Group[];
  rules: RuleCount[];
  /** Texts no filter learned from, with its verdicts; empty without a filter. */
  beside: Group[];
  unread: Unread;
}

/** Only these two count; abuse is measured apart, since much of it comes from customers. */
export const LABELS: Labels = ((): Labels => {
  const labels = chooseLabels(['spam'], ['ham']);
  if ('inBoth' in labels) throw new Error('a label cannot be both');
  return labels;
})();

/** A filter that learned, and which texts (folded as for duplicates) it surely did not learn from. */
export interface Filter {
  bayes: Bayes;
  unseen: (folded: string) => boolean;
}

/** Judges every row as a stranger's first message. */
export async function measure(
  files: readonly string[],
  ruleset: LoadedRuleset,
  filter: Filter | null = null,
): Promise<Measured> {
  const [figures, beside] = [new Figures(), new Figures()];
  const rules = new RuleCounts(ruleset.loaded);
  const unread = new Unread();
  let rows = 0;
  for (const file of files)
    for await (const batch of readLabelled(file, unread))
      for (const row of batch) {
        const { verdict, views } = judgeStranger(ruleset, row.text);
        const { action, matched } = verdict;
        const marks: Mark[] = action === 'allow' ? [] : isOffence(action) ? ['any', 'cooldown'] : ['any'];
        figures.add(row, marks);
        rules.add(matched, row.label);
        rows += 1;
        if (filter === null || !filter.unseen(views.folded)) continue;
        const words = wordsOf(views);
        if (filter.bayes.isSpam(words)) marks.push('bayes');
        if (filter.bayes.isSpam(words, row.lang)) marks.push('foreign');
        beside.add(row, marks);
      }
  return { rows, groups: figures.groups(), rules: rules.list(), beside: beside.groups(), unread };
}

/** A filter that learned from one half of the texts labelled ham or spam. */
export async function learn(files: readonly string[]): Promise<Bayes> {
  const bayes = new Bayes();
  for (const file of files)
    for await (const batch of readLabelled(file, new Unread()))
      for (const { label, lang, text } of batch) {
        const views = textViews(text);
        if (isTaught(label) && isForLearning(views.folded)) bayes.learn(label, lang, wordsOf(views));
      }
  return bayes;
}

const isTaught = (label: string): label is Taught => label === 'ham' || label === 'spam';
const wordsOf = (views: TextViews): string[] => views.tokens.map(({ text }) => text);
