import { problem } from './problem.ts';
import type { Compiled, CompileContext } from './compiled.ts';
import type { CompiledWhen } from './when.ts';
import { compileWhen } from './when.ts';
import type { Path, YamlSource } from './yaml-source.ts';

/** Compiles `unless`: a map of conditions, or a list of such maps. The result holds when one of them does. */
export function compileExceptions(
  source: YamlSource,
  path: Path,
  value: unknown,
  context: CompileContext,
): CompiledWhen {
  if (!Array.isArray(value)) return compileWhen(source, path, value, context, { label: 'unless' });
  if (value.length === 0) {
    const problems = [problem(source.file, source.at(path), "'unless' is empty")];
    return { compiled: null, problems, found: { names: new Set(), asks: new Set(), partial: true } };
  }
  const items: unknown[] = value;
  const each = items.map((item, index) =>
    compileWhen(source, [...path, index], item, context, { label: `unless[${index}]` }),
  );
  const problems = each.flatMap((one) => one.problems);
  const compiled = each.map((one) => one.compiled).filter((one) => one !== null);
  const found = {
    names: new Set(each.flatMap((one) => [...one.found.names])),
    asks: new Set(each.flatMap((one) => [...one.found.asks])),
    partial: each.some((one) => one.found.partial),
  };
  return { compiled: compiled.length < each.length ? null : either(compiled), problems, found };
}

const either = (parts: readonly Compiled[]): Compiled => ({
  node: { kind: 'any', nodes: parts.map(({ node }) => node) },
  names: new Set(parts.flatMap(({ names }) => [...names])),
  facts: new Set(parts.flatMap(({ facts }) => [...facts])),
  asks: new Set(parts.flatMap(({ asks }) => [...asks])),
  uses: new Set(parts.flatMap(({ uses }) => [...uses])),
  useDepth: Math.max(...parts.map(({ useDepth }) => useDepth)),
  size: parts.reduce((sum, { size }) => sum + size, 0),
});
