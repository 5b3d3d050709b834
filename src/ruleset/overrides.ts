import type { Position, Problem } from './problem.ts';
import { problem } from './problem.ts';
import type { RuleOverride } from './rule-schema.ts';
import { overrideSchema } from './rule-schema.ts';
import type { Sections } from './sections.ts';
import { didYouMean } from './suggest.ts';
import { zodProblems } from './zod-problems.ts';

/** What changes of a rule, and where that is written. */
export interface Override extends Position {
  file: string;
  /** As written: the keys it changes. */
  keys: readonly string[];
  change: RuleOverride;
}

/** The overrides of all files by rule id; `ids` are the rules there are (null: not all files could be read). Those with problems are left out. */
export function readOverrides(
  files: readonly Sections[],
  ids: ReadonlySet<string> | null,
): { overrides: ReadonlyMap<string, Override>; problems: Problem[] } {
  const overrides = new Map<string, Override>();
  const problems: Problem[] = [];
  const taken = new Map<string, string>();
  for (const { source, overrides: own } of files) {
    for (const [id, value] of Object.entries(own)) {
      const path = ['overrides', id];
      const position = source.at(path, 'key');
      const say = (message: string): unknown => problems.push(problem(source.file, position, message));
      if (ids?.has(id) === false) say(`there is no rule '${id}'${didYouMean(id, ids)}`);
      const other = taken.get(id);
      if (other !== undefined) say(`rule '${id}' is overridden at ${other} already; write it in one place`);
      else taken.set(id, `${source.file}:${position.line}`);
      const parsed = overrideSchema.safeParse(value);
      if (!parsed.success) problems.push(...zodProblems(source, path, parsed.error, overrideSchema));
      else if (other === undefined)
        overrides.set(id, {
          file: source.file,
          ...position,
          keys: Object.keys(parsed.data),
          change: parsed.data,
        });
    }
  }
  return { overrides, problems };
}
