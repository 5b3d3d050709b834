import type { Position, Problem } from './problem.ts';
import { problem } from './problem.ts';
import { didYouMean } from './suggest.ts';

export interface ListEntry extends Position {
  value: string;
}

/** A rule names a list that cannot be used; the message says which and why. */
export class ListError extends Error {
  override name = 'ListError';
}

const MAX_ENTRY_LENGTH = 500;

/** One entry a line; lines starting with `#` and what follows ` # ` are comments. Never fails: problems come beside the entries. */
export function parseList(file: string, content: string): { entries: ListEntry[]; problems: Problem[] } {
  const entries: ListEntry[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of content.split(/\r\n|\r|\n/).entries()) {
    const text = line.startsWith('#') ? '' : line.replace(/(?:^|\s)#(?:\s.*)?$/, '');
    const value = text.trim();
    if (value === '') continue;
    const position = { line: index + 1, column: text.length - text.trimStart().length + 1 };
    if (value.length > MAX_ENTRY_LENGTH) {
      problems.push(problem(file, position, `an entry is longer than ${MAX_ENTRY_LENGTH} characters`));
    } else entries.push({ value, ...position });
  }
  if (entries.length === 0) problems.push(problem(file, { line: 1, column: 1 }, 'the list is empty'));
  return { entries, problems };
}

/** The lists of a folder by name; remembers which were asked for. */
export class Lists {
  readonly used = new Set<string>();
  readonly #lists: ReadonlyMap<string, readonly ListEntry[]>;
  readonly #values = new Map<readonly ListEntry[], readonly string[]>();

  constructor(lists: ReadonlyMap<string, readonly ListEntry[]>) {
    this.#lists = lists;
  }

  has(name: string): boolean {
    return this.#lists.has(name);
  }

  /** Throws a ListError when the name leads out of the folder or nowhere. */
  get(name: string): readonly ListEntry[] {
    const path = name.replace(/^\.\//, '');
    if (/^(?:[/~\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..')) {
      throw new ListError(`the list '${name}' is outside the rules folder`);
    }
    const entries = this.#lists.get(path);
    if (entries === undefined) {
      throw new ListError(
        `there is no list '${name}'${didYouMean(path, this.#lists.keys()) || '; lists are .txt files'}`,
      );
    }
    this.used.add(path);
    return entries;
  }

  /** The values alone; the same array every time, so that what is compiled from a list is compiled once. */
  values(name: string): readonly string[] {
    const entries = this.get(name);
    const known = this.#values.get(entries);
    if (known !== undefined) return known;
    const values = entries.map(({ value }) => value);
    this.#values.set(entries, values);
    return values;
  }
}
