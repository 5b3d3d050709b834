import type { LoadedRuleset } from '../parse.ts';
import { entrySetsOf } from './entries.ts';
import { Formulas } from './logic/rule-formula.ts';
import type { Subject } from './subject.ts';
import { WrittenValues } from './written-values.ts';

/** Prepares a ruleset for the checks; `contents` are the files it was made of. */
export function subjectOf(
  { loaded, warnsAnywhere }: LoadedRuleset,
  contents: ReadonlyMap<string, string>,
  now: number,
): Subject {
  const rules = loaded.filter(({ mode }) => mode !== 'off');
  const written = new WrittenValues(contents);
  return {
    rules,
    off: loaded.filter(({ mode }) => mode === 'off'),
    formulas: new Formulas((source) => written.values(source)),
    entrySets: entrySetsOf(loaded, written),
    warns: warnsAnywhere,
    now,
  };
}
