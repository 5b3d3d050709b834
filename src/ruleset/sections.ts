import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import { didYouMean } from './suggest.ts';
import type { YamlSource } from './yaml-source.ts';
import { isRecord } from './is-record.ts';

const SECTIONS = ['rules', 'define', 'overrides'] as const;

/** A rule file taken apart, nothing of it read yet. */
export interface Sections {
  source: YamlSource;
  rules: readonly unknown[];
  define: Readonly<Record<string, unknown>>;
  overrides: Readonly<Record<string, unknown>>;
}

/** The parts of a rule file; what is not of the right kind is reported and left out. */
export function readSections(source: YamlSource): { sections: Sections | null; problems: Problem[] } {
  const { value, file } = source;
  const say = (message: string): Problem => problem(file, source.at([]), message);
  if (value === null) {
    const empty = problem(file, source.at([]), 'the file holds no rules', 'warning', 'no-rules');
    return { sections: null, problems: [empty] };
  }
  if (!isRecord(value))
    return {
      sections: null,
      problems: [say("expected a map with the key 'rules', 'define' or 'overrides'")],
    };
  const keys = Object.keys(value);
  const problems = keys
    .filter((key) => !SECTIONS.some((known) => known === key))
    .map((key) => problem(file, source.at([key], 'key'), `unknown key '${key}'${didYouMean(key, SECTIONS)}`));
  if (keys.length === 0) problems.push(say("expected one of the keys 'rules', 'define' and 'overrides'"));
  const { rules = null, define = null, overrides = null } = value;
  const wrong = (key: string, message: string): unknown =>
    problems.push(problem(file, source.at([key]), message));
  const map = (key: 'define' | 'overrides', held: unknown, what: string): Record<string, unknown> => {
    if (key in value && !isRecord(held)) wrong(key, `'${key}' takes ${what}`);
    else if (isRecord(held) && Object.keys(held).length === 0) wrong(key, `'${key}' is empty`);
    return isRecord(held) ? held : {};
  };
  if ('rules' in value && !Array.isArray(rules)) wrong('rules', "'rules' takes a list of rules");
  else if (Array.isArray(rules) && rules.length === 0) wrong('rules', "'rules' is empty");
  return {
    sections: {
      source,
      rules: Array.isArray(rules) ? (rules as unknown[]) : [],
      define: map('define', define, 'a map of names'),
      overrides: map('overrides', overrides, 'a map of rule ids, each with what changes'),
    },
    problems,
  };
}
