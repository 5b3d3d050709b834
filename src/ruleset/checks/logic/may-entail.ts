import type { Formula, Literal } from './formula.ts';
import { literalsOf } from './formula.ts';
import { covers } from './laws.ts';
import type { Variable } from './variable.ts';

/** What a formula speaks of, and the finds it cannot do without. */
export interface Gist {
  variables: readonly Variable[];
  finds: readonly Variable[];
}

export function gistOf(formula: Formula): Gist {
  const variables = [...literalsOf(formula)].map(({ variable }) => variable);
  const demands = [...demandsIn(formula)].filter(({ allows }) => !allows(0));
  return {
    variables,
    finds: demands.map(({ variable }) => variable).filter(({ about }) => about.kind === 'hits'),
  };
}

/**
 * False when the premise surely does not entail the conclusion, unless nothing satisfies the premise: what must be found is not even
 * looked for. Spares the long way for most pairs of rules.
 */
export const mayEntail = (premise: Gist, conclusion: Gist): boolean =>
  conclusion.finds.every((wanted) => premise.variables.some((looked) => finds(looked, wanted)));

function finds({ name, about: looked }: Variable, { name: wantedName, about: wanted }: Variable): boolean {
  if (name === wantedName) return true;
  const both = looked.kind === 'hits' && wanted.kind === 'hits';
  return both && looked.family === wanted.family && covers(wanted.entries, looked.entries);
}

function* demandsIn(formula: Formula): Generator<Literal> {
  if (formula.kind === 'literal') yield formula;
  else if (formula.least === formula.of.length) for (const part of formula.of) yield* demandsIn(part);
}
