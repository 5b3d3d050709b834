import { loadLanguages } from './languages.ts';
import { readFolder } from './load.ts';
import type { LoadedRuleset } from './parse.ts';
import { parseRuleset } from './parse.ts';
import type { Problem } from './problem.ts';
import { sortProblems } from './problem.ts';
import { runRuleTests } from './run-tests.ts';

/** A rules folder that is fit to be put in force, with the contents it was made of (name → text). */
export interface Candidate {
  ruleset: LoadedRuleset;
  contents: ReadonlyMap<string, string>;
}

export type Examined = { ok: true; candidate: Candidate } | { ok: false; problems: Problem[] };

/** Reads a folder, compiles it and runs its own tests; a ruleset that fails one of them is not fit. Stories are not played: they may be long, and are no part of the rules. Yields between rules. */
export async function examineFolder(dir: string): Promise<Examined> {
  const { contents, problems } = await readFolder(dir);
  const examined = await examineContents(contents);
  if (problems.length === 0) return examined;
  return { ok: false, problems: sortProblems([...problems, ...(examined.ok ? [] : examined.problems)]) };
}

/** The same for contents that were kept elsewhere. */
export async function examineContents(contents: ReadonlyMap<string, string>): Promise<Examined> {
  await loadLanguages(contents);
  const result = parseRuleset(contents);
  if (!result.ok) return result;
  const failures: Problem[] = [];
  for (const rule of result.ruleset.asWritten()) {
    failures.push(...runRuleTests({ loaded: [rule] }).problems);
    await new Promise(setImmediate);
  }
  return failures.length > 0
    ? { ok: false, problems: failures }
    : { ok: true, candidate: { ruleset: result.ruleset, contents } };
}
