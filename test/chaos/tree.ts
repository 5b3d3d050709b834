import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What the processes of a run are made of. */
const SOURCES = ['src', 'test/e2e/cordon-child.ts', 'test/chaos/simulator-process.ts'];
const HELPERS = ['test/helpers/deliveries.ts', 'test/fixtures/webhooks.json', 'package.json'];
const LINKS = ['node_modules', 'rules'];

/** A piece of source text that stands exactly once in its file, and what stands there instead in the copy. */
export interface Edit {
  /** Path from the project's root. */
  file: string;
  find: string;
  put: string;
}

/**
 * Compiles what the processes run into a folder of the run's own, with these edits, so that a start costs no compiling and the
 * project's own files stay as they are. Throws when an edit no longer fits.
 */
export async function pressTree(folder: string, edits: readonly Edit[]): Promise<void> {
  const files = [...SOURCES, ...HELPERS].flatMap((path) => (path === 'src' ? below(path) : [path]));
  const strangers = edits.filter(({ file }) => !files.includes(file));
  if (strangers.length > 0) throw new Error(`no such file: ${strangers.map(({ file }) => file).join(', ')}`);
  await Promise.all(files.map((file) => press(file, folder, edits)));
  for (const name of LINKS) symlinkSync(join(root, name), join(folder, name));
}

async function press(file: string, folder: string, edits: readonly Edit[]): Promise<void> {
  const into = join(folder, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(into), { recursive: true });
  const own = edits.filter((edit) => edit.file === file);
  if (!file.endsWith('.ts') && own.length === 0) {
    cpSync(join(root, file), into);
    return;
  }
  const text = own.reduce(edited, readFileSync(join(root, file), 'utf8'));
  writeFileSync(into, file.endsWith('.ts') ? await compiled(text, file) : text);
}

function edited(text: string, { file, find, put }: Edit): string {
  const found = text.split(find).length - 1;
  if (found !== 1) throw new Error(`${file} holds this ${found} times instead of once: ${find}`);
  return text.replace(find, () => put);
}

async function compiled(text: string, filename: string): Promise<string> {
  const { code } = await transform(text, {
    ...{ filename, swcrc: false },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  return code
    .replaceAll(/(from|import)\s*(\(?)'(\.{1,2}\/[^']+)\.ts'/g, "$1 $2'$3.js'")
    .replaceAll(/(from|import)\s*(\(?)"(\.{1,2}\/[^"]+)\.ts"/g, '$1 $2"$3.js"');
}

function below(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'));
}
