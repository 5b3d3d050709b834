import { didYouMean } from './suggest.ts';
import type { Path } from './yaml-source.ts';
import { isRecord } from './is-record.ts';

/** Something that stands beside conditions is written wrong; `path` leads from there to what is. */
export class UsageError extends Error {
  override name = 'UsageError' as const;
  readonly path: Path;
  readonly part: 'key' | 'value';

  constructor(message: string, path: Path = [], part: 'key' | 'value' = 'value') {
    super(message);
    this.path = path;
    this.part = part;
  }
}

const AT_LEAST_HINT = 'write how many of which conditions, e.g. at_least: { n: 2, of: [ … ] }';

/** The parts of `at_least: { n: 2, of: [ … ] }`. */
export function atLeastOf(value: unknown): { n: number; of: unknown } {
  if (!isRecord(value)) {
    const amount = '; an amount belongs inside a condition, e.g. links.count: { at_least: 2 }';
    throw new UsageError(
      `'at_least' counts conditions here: ${AT_LEAST_HINT}${typeof value === 'number' ? amount : ''}`,
    );
  }
  const unknown = Object.keys(value).find((key) => key !== 'n' && key !== 'of');
  if (unknown !== undefined)
    throw new UsageError(
      `unknown key '${unknown}'${didYouMean(unknown, ['n', 'of'])}; ${AT_LEAST_HINT}`,
      [unknown],
      'key',
    );
  const { n, of } = value;
  if (of === undefined) throw new UsageError(`'at_least' does not say of what: ${AT_LEAST_HINT}`);
  if (n === undefined) throw new UsageError(`'at_least' does not say how many: ${AT_LEAST_HINT}`);
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 1)
    throw new UsageError("'n' must be a whole number from 1", ['n']);
  if (Array.isArray(of) && of.length > 0 && n > of.length)
    throw new UsageError(`${n} of ${of.length} can never hold`, ['n']);
  return { n, of };
}

/** One name or several, each once. */
function namesIn(operator: string, value: unknown, hint: string): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  if (items.length === 0) throw new UsageError(`'${operator}' is empty`);
  const names = items.map((item, index) => {
    if (typeof item === 'string' && item.trim() !== '') return item;
    throw new UsageError(`'${operator}' takes ${hint}`, Array.isArray(value) ? [index] : []);
  });
  return [...new Set(names)];
}

/** The blocks `use` names. */
export const blockNamesIn = (value: unknown): string[] =>
  namesIn('use', value, 'the name of conditions that stand under define:, or a list of names');

/** The rules `matched` names. */
export const ruleIdsIn = (value: unknown): string[] =>
  namesIn('matched', value, "a rule's id, or a list of ids");
