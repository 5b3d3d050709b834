import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { loadLanguages } from './languages.ts';
import type { LoadResult, RulesetOptions } from './parse.ts';
import { parseRuleset } from './parse.ts';
import type { Problem } from './problem.ts';
import { compareText, problem, sortProblems, START } from './problem.ts';
import { isStoryFile } from './story-file.ts';

const MAX_FILE_BYTES = 1024 * 1024;
const MAX_FILES = 1000;
const MAX_TOTAL_BYTES = 32 * 1024 * 1024;
const MAX_FOLDER_DEPTH = 8;
const RULE_OR_LIST = /\.(?:ya?ml|txt)$/;

/** Reads and compiles a rules folder: every `.yaml`, `.yml` and `.txt` in it, stories, hidden files and folders aside. Never rejects. */
export async function loadRuleset(dir: string, options: RulesetOptions = {}): Promise<LoadResult> {
  const { contents, problems } = await readFolder(dir);
  const result = parseRuleset(contents, options);
  if (problems.length === 0) return result;
  return {
    ok: false,
    problems: sortProblems([...problems, ...(result.ok ? [] : result.problems)]),
  };
}

/** The contents of files, name → text; what cannot or must not be read is a problem. */
export interface Folder {
  contents: Map<string, string>;
  problems: Problem[];
}

/** The rules, lists and policy of a rules folder. */
export async function readFolder(dir: string): Promise<Folder> {
  const reader = new FolderReader(dir, (name) => RULE_OR_LIST.test(name) && !isStoryFile(name));
  await reader.read();
  if (reader.contents.size === 0 && reader.problems.length === 0)
    reader.problems.push(problem(dir, START, 'the rules folder holds no rule files (*.yaml)'));
  await loadLanguages(reader.contents);
  return reader;
}

/** The stories of a rules folder, which test its rules and are no part of them; most folders have none. */
export async function readStoryFolder(dir: string): Promise<Folder> {
  const reader = new FolderReader(dir, isStoryFile);
  await reader.read();
  return reader;
}

class FolderReader {
  readonly contents = new Map<string, string>();
  readonly problems: Problem[] = [];
  readonly #dir: string;
  readonly #isWanted: (name: string) => boolean;
  #root = '';
  #bytes = 0;

  constructor(dir: string, isWanted: (name: string) => boolean) {
    this.#dir = dir;
    this.#isWanted = isWanted;
  }

  async read(): Promise<void> {
    try {
      this.#root = await realpath(this.#dir);
      await this.#folder('', 0);
    } catch (error) {
      this.problems.push(problem(this.#dir, START, `the rules folder cannot be read: ${reasonOf(error)}`));
    }
  }

  async #folder(folder: string, depth: number): Promise<void> {
    const entries = await readdir(join(this.#root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
      if (entry.name.startsWith('.')) continue;
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      await this.#entry(name, entry, depth);
    }
  }

  async #entry(name: string, entry: Dirent, depth: number): Promise<void> {
    try {
      const path = join(this.#root, name);
      if (entry.isSymbolicLink()) {
        const target = await realpath(path);
        if (!target.startsWith(this.#root + sep)) {
          if (this.#isWanted(name)) this.#refuse(name, 'the link leads out of the rules folder');
          return;
        }
        // A linked folder would be read twice, or for ever; its files are read where they really are.
        if ((await stat(path)).isDirectory()) return;
      } else if (entry.isDirectory()) {
        if (depth < MAX_FOLDER_DEPTH) await this.#folder(name, depth + 1);
        else this.#refuse(name, `folders are nested more than ${MAX_FOLDER_DEPTH} deep`);
        return;
      }
      if (this.#isWanted(name)) await this.#file(name, path);
    } catch (error) {
      this.#refuse(name, `cannot be read: ${reasonOf(error)}`);
    }
  }

  async #file(name: string, path: string): Promise<void> {
    const about = await stat(path);
    const refusal = this.#refusal(about.isFile(), about.size);
    if (refusal !== null) {
      this.#refuse(name, refusal);
      return;
    }
    this.#bytes += about.size;
    const bytes = await readFile(path);
    try {
      this.contents.set(name, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      this.#refuse(name, 'the file is not UTF-8 text');
    }
  }

  #refusal(isFile: boolean, size: number): string | null {
    if (!isFile) return 'is not a file';
    if (size > MAX_FILE_BYTES) return 'the file is larger than 1 MB; split it';
    const full = this.contents.size >= MAX_FILES || this.#bytes + size > MAX_TOTAL_BYTES;
    return full ? `a rules folder holds at most ${MAX_FILES} files and 32 MB` : null;
  }

  #refuse(name: string, message: string): void {
    this.problems.push(problem(name, START, message));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  ENOTDIR: 'it is not a folder',
  ELOOP: 'the link leads back to itself',
};

function reasonOf(error: unknown): string {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
  return REASONS[code] ?? code;
}
