import type { RuleMode } from '../core/decision.ts';
import type { Position, Problem } from './problem.ts';
import { compareText, problem } from './problem.ts';
import { modeSchema } from './rule-schema.ts';
import type { Sections } from './sections.ts';
import { didYouMean } from './suggest.ts';

/** A rule file with rules, seen as one thing that can be switched. */
export interface Pack {
  /** The file without its ending: `links` of links.yaml, `mine/links` of mine/links.yaml. */
  name: string;
  file: string;
  /** What its `pack:` line says of it; empty without one. */
  about: string;
  rules: readonly { id: string; description: string; mode: RuleMode }[];
  /** The line that switches it as a whole; null when nothing does. */
  switchedBy: PackSwitch | null;
}

/** A line under `packs:`, and where it is written. */
export interface PackSwitch extends Position {
  file: string;
  mode: RuleMode;
}

export const packOf = (file: string): string => file.replace(/\.ya?ml$/, '');

/** The switches of all files by pack. `complete` is false when a file could not be read: it may be the pack nobody knows. */
export function readPackSwitches(
  files: readonly Sections[],
  complete: boolean,
): { switches: ReadonlyMap<string, PackSwitch>; problems: Problem[] } {
  const names = new Set(
    files.filter(({ rules }) => rules.length > 0).map(({ source }) => packOf(source.file)),
  );
  const switches = new Map<string, PackSwitch>();
  const problems: Problem[] = [];
  for (const { source, packs } of files) {
    for (const [name, value] of Object.entries(packs)) {
      const path = ['packs', name];
      const { file } = source;
      const position = source.at(path, 'key');
      const say = (message: string, at = position): unknown => problems.push(problem(file, at, message));
      if (complete && !names.has(name)) say(unknownPack(name, names));
      const mode = modeSchema.safeParse(value);
      if (!mode.success) say(`pack '${name}': expected enforce, monitor or off`, source.at(path));
      const other = switches.get(name);
      if (other !== undefined)
        say(`pack '${name}' is switched at ${other.file}:${other.line} already; write it in one place`);
      else if (mode.success) switches.set(name, { file, ...position, mode: mode.data });
    }
  }
  return { switches, problems };
}

function unknownPack(name: string, names: ReadonlySet<string>): string {
  const file = packOf(name);
  const hint = names.has(file) ? ` (did you mean '${file}'?)` : didYouMean(name, names);
  return `there is no pack '${name}'${hint}; a pack is a rule file without its ending, see: cordon rules packs`;
}

/** The packs there are, by name. */
export function packsOf(
  files: readonly Sections[],
  loaded: readonly { file: string; id: string; description: string; mode: RuleMode }[],
  switches: ReadonlyMap<string, PackSwitch>,
): Pack[] {
  return files
    .filter(({ rules }) => rules.length > 0)
    .map(({ source: { file }, about }) => ({
      name: packOf(file),
      file,
      about,
      rules: loaded
        .filter((rule) => rule.file === file)
        .map(({ id, description, mode }) => ({ id, description, mode })),
      switchedBy: switches.get(packOf(file)) ?? null,
    }))
    .sort((a, b) => compareText(a.name, b.name));
}

/** Rules by mode, e.g. `5 enforce, 1 off`; the mode alone when it is that of all. */
export function modesIn(rules: Pack['rules']): string {
  const counts = (['enforce', 'monitor', 'off'] satisfies RuleMode[])
    .map((mode) => ({ mode, count: rules.filter((rule) => rule.mode === mode).length }))
    .filter(({ count }) => count > 0);
  const [only, ...more] = counts;
  if (only !== undefined && more.length === 0) return only.mode;
  return counts.map(({ mode, count }) => `${count} ${mode}`).join(', ');
}
