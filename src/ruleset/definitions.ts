import type { Blocks } from './blocks.ts';
import type { ListEntry, Lists } from './lists.ts';
import type { Position, Problem } from './problem.ts';
import { problem } from './problem.ts';
import { NAME_HINT, NAME_PATTERN } from './rule-schema.ts';
import type { Sections } from './sections.ts';
import type { CompileContext } from './compiled.ts';
import { compileWhen } from './when.ts';
import type { Path, YamlSource } from './yaml-source.ts';
import { isRecord } from './is-record.ts';

const MAX_DEFINITIONS = 1000;
const MAX_ENTRIES = 10_000;
const MAX_ENTRY_LENGTH = 500;

/** A name that files give to a list of texts or to a block of conditions, and where. */
export interface Definition extends Position {
  name: string;
  file: string;
  kind: 'list' | 'block';
  /** By a rule, or by a definition that is used itself. */
  used: boolean;
}

/** Makes the definitions of all files known to `lists` and `blocks`; problems are those of their own writing. */
export function readDefinitions(
  files: readonly Sections[],
  { lists, blocks }: { lists: Lists; blocks: Blocks },
  context: CompileContext,
): { definitions: Omit<Definition, 'used'>[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const definitions = new Map<string, Omit<Definition, 'used'>>();
  for (const { source, define } of files) {
    for (const [name, value] of Object.entries(define)) {
      const path = ['define', name];
      const position = source.at(path, 'key');
      const say = (message: string, at = position): unknown =>
        problems.push(problem(source.file, at, message));
      const other = definitions.get(name);
      if (name.length > 64 || !NAME_PATTERN.test(name)) say(`'${name}': ${NAME_HINT}`);
      if (other !== undefined) {
        say(`the name '${name}' is taken by ${other.file}:${other.line}`);
        continue;
      }
      const kind = isRecord(value) ? 'block' : 'list';
      definitions.set(name, { name, file: source.file, ...position, kind });
      if (isRecord(value)) blocks.define(name, compiling(source, path, value, context));
      else {
        const entries = readEntries(source, path, value);
        problems.push(...entries.problems);
        lists.define(name, entries.problems.length > 0 ? null : entries.values);
      }
      if (definitions.size === MAX_DEFINITIONS + 1)
        say(`at most ${MAX_DEFINITIONS} definitions are possible`);
    }
  }
  for (const { name, kind } of definitions.values()) if (kind === 'block') lists.addBlock(name);
  return { definitions: [...definitions.values()], problems };
}

const compiling = (
  source: YamlSource,
  path: Path,
  value: unknown,
  context: CompileContext,
): Parameters<Blocks['define']>[1] => {
  const label = path.join('.');
  return () => compileWhen(source, path, value, context, { label, shared: true });
};

function readEntries(
  source: YamlSource,
  path: Path,
  value: unknown,
): { values: ListEntry[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const values: ListEntry[] = [];
  const say = (at: Path, message: string): unknown =>
    problems.push(problem(source.file, source.at(at), message));
  if (!Array.isArray(value)) {
    say(path, 'expected a list of texts, or a map of conditions');
    return { values, problems };
  }
  const items: unknown[] = value;
  if (items.length === 0) say(path, 'the list is empty');
  if (items.length > MAX_ENTRIES)
    say(path, `the list has more than ${MAX_ENTRIES} entries; put them into a .txt file`);
  for (const [index, item] of items.entries()) {
    const at = [...path, index];
    if (typeof item === 'string' && item.trim() !== '' && item.length <= MAX_ENTRY_LENGTH)
      values.push({ value: item, file: source.file, ...source.at(at) });
    else if (isRecord(item))
      say(at, 'a list holds texts; conditions are a map, of which any: [ … ] makes a choice');
    else if (typeof item !== 'string') say(at, 'expected text; a number, true or null needs quotes');
    else if (item.trim() === '') say(at, 'an entry is empty');
    else say(at, `an entry is longer than ${MAX_ENTRY_LENGTH} characters`);
  }
  return { values, problems };
}
