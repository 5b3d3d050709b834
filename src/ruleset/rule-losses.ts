import { isRecord } from './is-record.ts';
import type { Problem } from './problem.ts';
import { problem, START } from './problem.ts';
import { readSections } from './sections.ts';
import { ADVICE, isSuspicious } from './suspicion.ts';
import { parseYaml } from './yaml-source.ts';

/** Rule files are shorter than lists; one with fewer rules, or overrides, may lose them as it likes. */
const MIN_RULES = 4;

/** What a rule file holds that would be missed: a file cut short may still be good YAML. */
interface Held {
  ids: readonly string[];
  overrides: number;
  switches: number;
  /** Entries by the name of the list. */
  lists: ReadonlyMap<string, number>;
}

/** The ids of all rules of a folder (name → text), read when they are asked for. */
export class RulesLeft {
  readonly #contents: ReadonlyMap<string, string>;
  #ids: ReadonlySet<string> | null = null;

  constructor(contents: ReadonlyMap<string, string>) {
    this.#contents = contents;
  }

  has(id: string): boolean {
    const files = [...this.#contents].filter(([name]) => /\.ya?ml$/.test(name));
    this.#ids ??= new Set(files.flatMap(([name, text]) => heldBy(name, text).ids));
    return this.#ids.has(id);
  }
}

/** Rules, overrides and entries of defined lists that a file lost. Rules that got other names or moved to other files are not lost. */
export function ruleFileLoss(name: string, before: string, after: string, left: RulesLeft): Problem[] {
  const was = heldBy(name, before);
  const is = heldBy(name, after);
  const from = (what: string, old: number, now: number): Problem =>
    problem(name, START, `${what.replace('#', `went from ${old} to ${now}`)}; ${ADVICE}`);
  const losses: Problem[] = [];
  const cut = isCut(was.ids.length, is.ids.length);
  if (cut && isCut(was.ids.length, was.ids.filter((id) => left.has(id)).length))
    losses.push(from(`the file # ${is.ids.length === 1 ? 'rule' : 'rules'}`, was.ids.length, is.ids.length));
  if (isCut(was.overrides, is.overrides))
    losses.push(
      from(`the file # ${is.overrides === 1 ? 'override' : 'overrides'}`, was.overrides, is.overrides),
    );
  if (isCut(was.switches, is.switches))
    losses.push(
      from(`the file # ${is.switches === 1 ? 'switch' : 'switches'} of packs`, was.switches, is.switches),
    );
  for (const [list, length] of was.lists) {
    const now = is.lists.get(list);
    if (now !== undefined && isSuspicious(length, now))
      losses.push(from(`the list '${list}' # ${now === 1 ? 'entry' : 'entries'}`, length, now));
  }
  return losses;
}

const isCut = (was: number, is: number): boolean => was >= MIN_RULES && isSuspicious(was, is, MIN_RULES);

function heldBy(name: string, text: string): Held {
  const { source } = parseYaml(name, text);
  const sections = source && readSections(source).sections;
  const { rules = [], define = {}, overrides = {}, packs = {} } = sections ?? {};
  const lists = Object.entries(define).flatMap(([list, value]): [string, number][] =>
    Array.isArray(value) ? [[list, value.length]] : [],
  );
  return {
    ids: rules.flatMap((rule) => (isRecord(rule) && typeof rule.id === 'string' ? [rule.id] : [])),
    overrides: Object.keys(overrides).length,
    switches: Object.keys(packs).length,
    lists: new Map(lists),
  };
}
