import { Named } from '../../src/replay/counts.ts';
import type { LabelledRow } from './labelled.ts';

/** What may be said of a text: the rules decided something, at least a cooldown; a Bayes filter calls it spam. */
export type Mark = 'any' | 'cooldown' | 'bayes' | 'foreign';
export type Count = Record<'rows' | Mark, number>;

/** The texts of one source, in one language or (null) in all of its languages together. */
export interface Group {
  source: string;
  lang: string | null;
  /** The source has no other line in the table. */
  isWhole: boolean;
  byLabel: ReadonlyMap<string, Count>;
}

export const noTexts = (): Count => ({ rows: 0, any: 0, cooldown: 0, bayes: 0, foreign: 0 });

/** Counts texts by source, language and label; bounded, however many of each there are. */
export class Figures {
  readonly #sources = new Named(() => new Named(() => new Named(noTexts)));

  add({ source, lang, label }: LabelledRow, marks: readonly Mark[]): void {
    const count = this.#sources.of(source).of(lang).of(label);
    count.rows += 1;
    for (const mark of marks) count[mark] += 1;
  }

  /** Every source as a whole, then its languages if there are several; in the order they came up. */
  groups(): Group[] {
    return this.#sources.entries().flatMap(([source, languages]): Group[] => {
      const each = languages.entries().map(([lang, labels]) => ({
        ...{ source, lang, isWhole: false },
        byLabel: new Map(labels.entries()),
      }));
      const [only] = each;
      if (only !== undefined && each.length === 1) return [{ ...only, isWhole: true }];
      return [
        { source, lang: null, isWhole: true, byLabel: sum(each.map(({ byLabel }) => byLabel)) },
        ...each,
      ];
    });
  }
}

function sum(tables: readonly ReadonlyMap<string, Count>[]): Map<string, Count> {
  const total = new Map<string, Count>();
  for (const [label, count] of tables.flatMap((table) => [...table])) {
    const so = total.get(label) ?? noTexts();
    total.set(label, so);
    for (const key of Object.keys(count) as (keyof Count)[]) so[key] += count[key];
  }
  return total;
}
