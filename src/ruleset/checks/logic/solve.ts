import type { Formula, Literal } from './formula.ts';
import { atLeast, literalsOf, negate } from './formula.ts';
import type { Law } from './laws.ts';
import { lawsBetween } from './laws.ts';
import type { Value, Variable } from './variable.ts';
import { CORE, samplesOf } from './variable.ts';

/** Rules people write take a few dozen steps; beyond this the answer is "perhaps". */
const MAX_STEPS = 2000;

/** False only when no message at all can satisfy the formula; a question that is too hard is answered with true. */
export function satisfiable(formula: Formula): boolean {
  const literals = [...literalsOf(formula)];
  const variables = new Map<string, Variable>(
    [...CORE, ...literals.map(({ variable }) => variable)].map((variable) => [variable.name, variable]),
  );
  const laws = lawsBetween([...variables.values()]);
  const mentions = new Map<string, Set<Value>>();
  const spoken = laws.flatMap((law) => (law.kind === 'implies' ? [law.when, law.then] : []));
  for (const { variable, mentions: own } of [...literals, ...spoken]) {
    const known = mentions.get(variable.name) ?? new Set();
    mentions.set(variable.name, known);
    for (const value of own) known.add(value);
  }
  return new Search(laws).holds(new Map(samplesOf(variables.values(), mentions)), [formula], []);
}

/** Whether every message that satisfies `premise` satisfies `conclusion`; false when it is too hard to tell. */
export const entails = (premise: Formula, conclusion: Formula): boolean =>
  !satisfiable(atLeast(2, [premise, negate(conclusion)]));

type Domains = Map<string, readonly Value[]>;
type Choice = Extract<Formula, { kind: 'some' }>;

class Search {
  readonly #laws: readonly Law[];
  #steps = MAX_STEPS;

  constructor(laws: readonly Law[]) {
    this.#laws = laws;
  }

  /** Narrows the domains by everything that must hold, then tries the alternatives of what is left one by one. */
  holds(domains: Domains, agenda: Formula[], choices: readonly Choice[]): boolean {
    this.#steps -= 1;
    if (this.#steps < 0) return true;
    const open = [...choices];
    for (let next = agenda.pop(); next !== undefined; next = agenda.pop()) {
      if (next.kind === 'literal') {
        if (!narrow(domains, next)) return false;
      } else if (next.least > next.of.length) return false;
      else if (next.least === next.of.length) agenda.push(...next.of);
      else if (next.least > 0) open.push(next);
    }
    if (!this.#obeyLaws(domains)) return false;
    const [choice, ...rest] = open;
    if (choice === undefined) return true;
    // One of them is the first that holds; of those behind it the rest must.
    return choice.of.some((first, index) => {
      const others = atLeast(choice.least - 1, choice.of.slice(index + 1));
      return this.holds(new Map(domains), [first, others], rest);
    });
  }

  #obeyLaws(domains: Domains): boolean {
    for (let changed = true; changed;) {
      changed = false;
      for (const law of this.#laws) {
        const before = law.kind === 'order' ? [law.low, law.high] : [law.when.variable, law.then.variable];
        const sizes = before.map(({ name }) => domains.get(name)?.length ?? 0);
        if (!obey(domains, law)) return false;
        changed ||= before.some(({ name }, index) => domains.get(name)?.length !== sizes[index]);
      }
    }
    return true;
  }
}

/** False when nothing is left. */
function narrow(domains: Domains, { variable, allows }: Literal): boolean {
  const left = (domains.get(variable.name) ?? []).filter(allows);
  domains.set(variable.name, left);
  return left.length > 0;
}

function obey(domains: Domains, law: Law): boolean {
  if (law.kind === 'order') {
    const most = Math.max(...valuesOf(domains, law.high)) + law.plus;
    const least = Math.min(...valuesOf(domains, law.low)) - law.plus;
    const upTo = (limit: number) => (value: Value) => Number(value) <= limit;
    const from = (limit: number) => (value: Value) => Number(value) >= limit;
    return (
      narrow(domains, { kind: 'literal', variable: law.low, mentions: [], allows: upTo(most) }) &&
      narrow(domains, { kind: 'literal', variable: law.high, mentions: [], allows: from(least) })
    );
  }
  const { when, then } = law;
  const possible = (one: Literal): boolean => (domains.get(one.variable.name) ?? []).some(one.allows);
  const certain = (one: Literal): boolean => (domains.get(one.variable.name) ?? []).every(one.allows);
  if (certain(when)) return narrow(domains, then);
  if (possible(then)) return true;
  return narrow(domains, { ...when, allows: (value) => !when.allows(value) });
}

const valuesOf = (domains: Domains, { name }: Variable): number[] => (domains.get(name) ?? []).map(Number);
