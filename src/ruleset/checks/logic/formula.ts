import type { Value, Variable } from './variable.ts';

/**
 * A statement about one message: bounds on single variables, and `least` of several statements. All of them, any of them and their
 * negations are the same shape, so nothing else has to be understood.
 */
export type Formula = Literal | { kind: 'some'; least: number; of: readonly Formula[] };

export interface Literal {
  kind: 'literal';
  variable: Variable;
  /** The values at which `allows` may change its mind; it is constant between two of them. */
  mentions: readonly Value[];
  allows: (value: Value) => boolean;
}

export const literal = (
  variable: Variable,
  mentions: readonly Value[],
  allows: (value: Value) => boolean,
): Literal => ({ kind: 'literal', variable, mentions, allows });

export const atLeast = (least: number, of: readonly Formula[]): Formula => ({ kind: 'some', least, of });
export const every = (of: readonly Formula[]): Formula => atLeast(of.length, of);
export const some = (of: readonly Formula[]): Formula => atLeast(1, of);
export const NEVER: Formula = some([]);

/** Fewer than `least` hold exactly when enough do not. */
export function negate(formula: Formula): Formula {
  if (formula.kind === 'literal') return { ...formula, allows: (value) => !formula.allows(value) };
  return atLeast(formula.of.length - formula.least + 1, formula.of.map(negate));
}

export function* literalsOf(formula: Formula): Generator<Literal> {
  if (formula.kind === 'literal') yield formula;
  else for (const part of formula.of) yield* literalsOf(part);
}
