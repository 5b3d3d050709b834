import { z } from 'zod';
import { isRecord } from './is-record.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import { didYouMean } from './suggest.ts';
import type { Path, YamlSource } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

/** A schema's complaints about the value at `base`, in an owner's words and at their place in the file. */
export function zodProblems(source: YamlSource, base: Path, error: z.ZodError, schema: z.ZodType): Problem[] {
  const known = new Set<string>();
  collectKeys(schema, known);
  return withoutEchoes(error.issues).flatMap((issue) => explain(source, base, issue, known));
}

/** Where a key is misspelt, that it is missing under its right name goes without saying. */
function withoutEchoes(issues: readonly Issue[]): readonly Issue[] {
  const misspelt = new Set(
    issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join('.')),
  );
  return issues.filter(({ code, path }) => code !== 'custom' || !misspelt.has(path.join('.')));
}

function explain(source: YamlSource, base: Path, issue: Issue, known: ReadonlySet<string>): Problem[] {
  const path = [...base, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        problem(
          source.file,
          source.at([...path, key], 'key'),
          `unknown key '${key}'${didYouMean(key, known)}`,
        ),
      );
    case 'invalid_union': {
      const branch = nearestBranch(issue.errors);
      if (branch !== null) return branch.flatMap((inner) => explain(source, path, inner, known));
      const message = issue.message === 'Invalid input' ? `expected ${wanted(issue)}` : issue.message;
      return [problem(source.file, source.at(path), label(source, path, message))];
    }
    case 'invalid_type': {
      const missing = issue.message.endsWith('received undefined');
      const plain = issue.message.startsWith('Invalid input') ? `expected ${wanted(issue)}` : issue.message;
      return [
        problem(
          source.file,
          source.at(path),
          missing ? `${name(source, path)} is missing` : label(source, path, plain),
        ),
      ];
    }
    default:
      return [problem(source.file, source.at(path), label(source, path, plainMessage(issue)))];
  }
}

/** Of the shapes a value could have taken, the one it was meant to: not the wrong kind altogether, and with the fewest faults. */
function nearestBranch(branches: readonly Issue[][]): Issue[] | null {
  const candidates = branches.filter(
    (issues) => !issues.some((issue) => issue.path.length === 0 && isWrongKind(issue)),
  );
  return candidates.sort((a, b) => faults(a) - faults(b))[0] ?? null;
}

const faults = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

const isWrongKind = (issue: Issue): boolean =>
  issue.code === 'invalid_type' ||
  issue.code === 'invalid_value' ||
  (issue.code === 'invalid_union' && nearestBranch(issue.errors) === null);

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a map of keys',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function wanted(issue: Issue): string {
  if (issue.message.startsWith('expected ')) return issue.message.slice('expected '.length);
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(', ');
  if (issue.code !== 'invalid_union') return '';
  const kinds = [...new Set(issue.errors.flat().map(wanted))].filter((kind) => kind !== '');
  // A kind that comes with advice reads best at the end.
  return kinds.sort((a, b) => Number(a.includes(';')) - Number(b.includes(';'))).join(' or ');
}

function plainMessage(issue: Issue): string {
  if (!/^(?:Invalid|Too (?:small|big))/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_value':
      return `expected one of ${wanted(issue)}`;
    case 'too_small':
      return issue.origin === 'array' ? 'the list is empty' : `must be at least ${String(issue.minimum)}`;
    case 'too_big':
      return `must be at most ${String(issue.maximum)}${issue.origin === 'string' ? ' characters' : ''}`;
    default:
      return issue.message;
  }
}

/** The innermost key people can see: a plain value or list is short for `{ any: [...] }`, whose key stands nowhere. */
function name(source: YamlSource, path: Path): string {
  let value: unknown = source.value;
  let found = 'the value';
  for (const step of path) {
    if (typeof step === 'number') value = Array.isArray(value) ? (value[step] as unknown) : value;
    else if (isRecord(value)) {
      found = `'${String(step)}'`;
      value = value[String(step)];
    }
  }
  return found;
}
const label = (source: YamlSource, path: Path, message: string): string =>
  path.length === 0 ? message : `${name(source, path)}: ${message}`;

/** Every key a schema knows anywhere inside, for suggestions. */
function collectKeys(schema: unknown, into: Set<string>): void {
  if (schema instanceof z.ZodObject) {
    for (const [key, value] of Object.entries(schema.shape)) {
      into.add(key);
      collectKeys(value, into);
    }
  } else if (schema instanceof z.ZodUnion) for (const option of schema.options) collectKeys(option, into);
  else if (schema instanceof z.ZodPipe) collectKeys(schema.in, into);
  else if (schema instanceof z.ZodArray) collectKeys(schema.element, into);
  else if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    collectKeys(schema.unwrap(), into);
  }
}
