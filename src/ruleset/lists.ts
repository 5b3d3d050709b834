import type { Position, Problem } from './problem.ts';
import { problem } from './problem.ts';
import { didYouMean } from './suggest.ts';

export interface ListEntry extends Position {
  file: string;
  value: string;
}

/** A rule names a list that cannot be used; the message says which and why. */
export class ListError extends Error {
  override name = 'ListError';
}

/** It names a definition with mistakes, which were reported where it stands. */
export class FaultyDefinition extends Error {
  override name = 'FaultyDefinition';
}

export const EMPTY_LIST = 'the list is empty';
const MAX_ENTRY_LENGTH = 500;

/** One entry a line; lines starting with `#` and what follows ` # ` are comments. Never fails: problems come beside the entries. */
export function parseList(file: string, content: string): { entries: ListEntry[]; problems: Problem[] } {
  const entries: ListEntry[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of content.split(/\r\n|\r|\n/).entries()) {
    const text = line.startsWith('#') ? '' : line.replace(/(?:^|\s)#(?:\s.*)?$/, '');
    const value = text.trim();
    if (value === '') continue;
    const position = { file, line: index + 1, column: text.length - text.trimStart().length + 1 };
    if (value.length > MAX_ENTRY_LENGTH) {
      problems.push(problem(file, position, `an entry is longer than ${MAX_ENTRY_LENGTH} characters`));
    } else entries.push({ value, ...position });
  }
  if (entries.length === 0) problems.push(problem(file, { line: 1, column: 1 }, EMPTY_LIST));
  return { entries, problems };
}

/** The lists of a folder, by file or by the name `define:` gives them; remembers which were asked for. */
export class Lists {
  readonly used = new Set<string>();
  readonly mayBeEmpty = new Set<string>();
  readonly #lists: ReadonlyMap<string, readonly ListEntry[]>;
  readonly #defined = new Map<string, readonly ListEntry[] | null>();
  readonly #blocks = new Set<string>();
  #complete = true;
  readonly #values = new Map<readonly ListEntry[], readonly string[]>();

  constructor(lists: ReadonlyMap<string, readonly ListEntry[]>) {
    this.#lists = lists;
  }

  has(name: string): boolean {
    return this.#lists.has(name);
  }

  /** Gives a list a name; null = it has mistakes. */
  define(name: string, entries: readonly ListEntry[] | null): void {
    this.#defined.set(name, entries);
  }

  /** A file that may define more could not be read: names nobody knows are no mistake of those who use them. */
  expectMore(): void {
    this.#complete = false;
  }

  /** Phones and user ids; such a list may be empty, nobody needs protection on the first day. Throws like `get`. */
  people(name: string): readonly ListEntry[] {
    const entries = this.get(name);
    this.mayBeEmpty.add(name.replace(/^\.\//, ''));
    return entries;
  }

  isDefined(name: string): boolean {
    return this.#defined.has(name);
  }

  /** This name stands for conditions: whoever takes it for a list is told so. */
  addBlock(name: string): void {
    this.#blocks.add(name);
  }

  /** Throws a ListError when the name leads out of the folder or nowhere. */
  get(name: string): readonly ListEntry[] {
    const defined = this.#defined.get(name);
    if (defined === null) throw new FaultyDefinition(name);
    if (defined !== undefined) {
      this.used.add(name);
      return defined;
    }
    if (this.#blocks.has(name))
      throw new ListError(
        `'${name}' is a block of conditions, not a list; write use: ${name} beside the conditions`,
      );
    const path = name.replace(/^\.\//, '');
    if (/^(?:[/~\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..')) {
      throw new ListError(`the list '${name}' is outside the rules folder`);
    }
    const entries = this.#lists.get(path);
    if (entries === undefined) {
      if (!this.#complete && !path.includes('.')) throw new FaultyDefinition(name);
      const hint = path.includes('.')
        ? '; lists are .txt files'
        : '; lists are .txt files or stand under define:';
      throw new ListError(
        `there is no list '${name}'${didYouMean(path, [...this.#lists.keys(), ...this.#defined.keys()]) || hint}`,
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
