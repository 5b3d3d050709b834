import type { ValueSource } from '../../core/condition.ts';
import type { BoundCondition } from '../../core/rule-node.ts';
import { isRecord } from '../is-record.ts';
import { parseList } from '../lists.ts';
import type { Position } from '../problem.ts';
import type { Path, YamlSource } from '../yaml-source.ts';
import { parseYaml } from '../yaml-source.ts';

/** One entry of a list, or one value written beside a condition. */
export interface Entry extends Position {
  file: string;
  value: string;
}

interface Found {
  /** Tells the places apart. */
  name: string;
  entries: readonly Entry[];
}

/** Where the entries of conditions are written: beside the condition, in a list under `define:`, or in a file. */
export class WrittenValues {
  readonly #sources = new Map<string, YamlSource>();
  /** `file:line:column` of a key → the path that leads to it. */
  readonly #paths = new Map<string, Path>();
  readonly #lists = new Map<string, readonly Entry[]>();

  constructor(contents: ReadonlyMap<string, string>) {
    for (const [file, content] of contents) {
      const text = content.replace(/^\uFEFF/, '');
      if (file.endsWith('.txt')) {
        this.#lists.set(file, parseList(file, text).entries);
        continue;
      }
      const { source } = parseYaml(file, text);
      if (source === null) continue;
      this.#sources.set(file, source);
      this.#index(source, source.value, []);
      this.#define(source);
    }
  }

  /** The entries of `{ any: […] }` or `{ list: name }`. */
  values(source: ValueSource): readonly string[] {
    return 'any' in source ? source.any : (this.#list(source.list) ?? []).map(({ value }) => value);
  }

  /** What stands at a condition, or at one of its keys; null when there is nothing of the kind. */
  of({ file, at, options }: BoundCondition, key: string): Found | null {
    const held = key === '' ? options : isRecord(options) ? options[key] : undefined;
    const { any = null, list = null } = isRecord(held) ? held : { any: held };
    if (typeof list === 'string') {
      const entries = this.#list(list);
      return entries === null ? null : { name: `list ${list.replace(/^\.\//, '')}`, entries };
    }
    const place = `${file}:${at.line}:${at.column}`;
    const [source, path] = [this.#sources.get(file), this.#paths.get(place)];
    const items: unknown[] = Array.isArray(any) ? any : [any];
    if (source === undefined || path === undefined) return null;
    const entries = items.flatMap((item, index) => {
      if (typeof item !== 'string' && typeof item !== 'number') return [];
      const below = [...path, ...(key === '' ? [] : [key]), 'any', index];
      return [{ value: String(item), file, ...source.at(below) }];
    });
    return entries.length === 0 ? null : { name: `${place} ${key}`, entries };
  }

  #list(name: string): readonly Entry[] | null {
    return this.#lists.get(name.replace(/^\.\//, '')) ?? null;
  }

  #index(source: YamlSource, value: unknown, path: Path): void {
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) this.#index(source, item, [...path, index]);
    if (!isRecord(value)) return;
    for (const [key, item] of Object.entries(value)) {
      const below = [...path, key];
      const { line, column } = source.at(below, 'key');
      this.#paths.set(`${source.file}:${line}:${column}`, below);
      this.#index(source, item, below);
    }
  }

  #define(source: YamlSource): void {
    const { define } = isRecord(source.value) ? source.value : {};
    for (const [name, value] of Object.entries(isRecord(define) ? define : {})) {
      if (!Array.isArray(value)) continue;
      const items: unknown[] = value;
      const entries = items.flatMap((item, index) =>
        typeof item === 'string'
          ? [{ value: item, file: source.file, ...source.at(['define', name, index]) }]
          : [],
      );
      this.#lists.set(name, entries);
    }
  }
}
