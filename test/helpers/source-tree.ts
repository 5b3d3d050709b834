import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** A file of src/ such as `core/decide.ts`, or the name of a package or Node module. */
  target: string;
  /** Gone after compiling. */
  typeOnly: boolean;
}

export interface SourceFile {
  /** Path below src/, with forward slashes. */
  path: string;
  text: string;
  /** Lines as an editor counts them. */
  lines: number;
  imports: Import[];
  /** Names called or constructed, as written: `Date.now`, `new Worker`, `setTimeout`. */
  calls: string[];
  /** Holds an async function, an await or an async loop. */
  async: boolean;
}

/** Every TypeScript file below src/, read by the compiler's own parser. */
export function readSourceTree(src: string): SourceFile[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((path) => parse(path, readFileSync(`${src}/${path}`, 'utf8')));
}

function parse(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const file: SourceFile = {
    path,
    text,
    lines: text.trimEnd().split('\n').length,
    imports: [],
    calls: [],
    async: false,
  };
  const note = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
    file.imports.push({ target: resolve(path, specifier.text), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) note(node.moduleSpecifier, isTypeImport(node.importClause));
    else if (ts.isExportDeclaration(node)) note(node.moduleSpecifier, isTypeExport(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      note(node.argument.literal, true);
    else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) note(node.arguments[0], false);
      file.calls.push(node.expression.getText(tree));
    } else if (ts.isNewExpression(node)) file.calls.push(`new ${node.expression.getText(tree)}`);
    else if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) file.async = true;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return file;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  if (name !== undefined || namedBindings === undefined || !ts.isNamedImports(namedBindings)) return false;
  return namedBindings.elements.every((element) => element.isTypeOnly);
}

function isTypeExport({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  if (isTypeOnly) return true;
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return false;
  return exportClause.elements.every((element) => element.isTypeOnly);
}

/** Files by their path below src/; packages by name, without what follows it (`node:fs/promises` → `node:fs`). */
function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const [scope = '', name] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name ?? ''}` : scope;
}

/** One cycle of files, each importing the next, or null. */
export function findCycle(files: readonly SourceFile[], counts: (edge: Import) => boolean): string[] | null {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const trail: string[] = [];
  const walk = (path: string): string[] | null => {
    const file = byPath.get(path);
    if (file === undefined || done.has(path)) return null;
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    trail.push(path);
    for (const edge of file.imports.filter(counts)) {
      const cycle = walk(edge.target);
      if (cycle !== null) return cycle;
    }
    trail.pop();
    done.add(path);
    return null;
  };
  for (const { path } of files) {
    const cycle = walk(path);
    if (cycle !== null) return cycle;
  }
  return null;
}
