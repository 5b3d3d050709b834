import { digitsIn } from '../conditions/digits.ts';
import type { PolicyParts } from './policy-schema.ts';
import { isMap, policyPartsSchema } from './policy-schema.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import type { Path, YamlSource } from './yaml-source.ts';
import { zodProblems } from './zod-problems.ts';

/** What `numbers:` says about one business number. */
export interface NumberPart {
  digits: string;
  /** Where it stands in the file. */
  path: Path;
  /** As written, and with defaults where nothing is written. */
  written: Readonly<Record<string, unknown>>;
  own: PolicyParts;
}

/** The numbers of policy.yaml, each read by itself. Those with problems are left out. */
export function readNumbers(source: YamlSource): { numbers: NumberPart[]; problems: Problem[] } {
  const all = isMap(source.value) ? source.value['numbers'] : null;
  const problems: Problem[] = [];
  const numbers: NumberPart[] = [];
  const taken = new Map<string, string>();
  for (const [name, written] of Object.entries(isMap(all) ? all : {})) {
    const path = ['numbers', name];
    const refuse = (message: string): unknown =>
      problems.push(problem(source.file, source.at(path, 'key'), message));
    const parsed = policyPartsSchema.safeParse(written);
    if (!parsed.success) problems.push(...zodProblems(source, path, parsed.error, policyPartsSchema));
    const digits = numberDigits(name);
    if ('problem' in digits) {
      refuse(digits.problem);
      continue;
    }
    const other = taken.get(digits.digits);
    if (other !== undefined) refuse(`'${name}' is the same number as '${other}'; only one would be used`);
    else taken.set(digits.digits, name);
    if (other === undefined && parsed.success && isMap(written))
      numbers.push({ digits: digits.digits, path, written, own: parsed.data });
  }
  return { numbers, problems };
}

/** A phone number id, or a phone in any writing, as the digits Meta uses; or why it could never be one. */
function numberDigits(name: string): { digits: string } | { problem: string } {
  const digits = digitsIn(name.replace('(0)', ''));
  if (digits === null || digits.length < 5 || digits.length > 20)
    return { problem: `'${name}' is neither a phone number id nor a phone number with its country code` };
  if (digits.startsWith('0')) return { problem: `'${name}' has no country code; write it as +49 30 …` };
  return { digits };
}

/** Actions and brake of a number: what it says, over what holds in general. Both were read before and are sound. */
export function mergedParts(general: unknown, written: Readonly<Record<string, unknown>>): PolicyParts {
  const { actions, brake } = isMap(general) ? general : {};
  return policyPartsSchema.parse(
    merge(
      withoutUndefined({ actions, brake }),
      withoutUndefined({ actions: written['actions'], brake: written['brake'] }),
    ),
  );
}

const withoutUndefined = (map: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));

/** Key by key, all the way down. Lists are replaced, and a ladder is one thing however it is written. */
function merge(below: unknown, above: unknown): unknown {
  if (!isMap(below) || !isMap(above)) return above;
  const merged = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above))
    merged.set(key, key === 'ladder' || !merged.has(key) ? value : merge(merged.get(key), value));
  return Object.fromEntries(merged);
}
