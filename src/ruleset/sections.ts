import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import { didYouMean } from './suggest.ts';
import type { YamlSource } from './yaml-source.ts';
import { isRecord } from './is-record.ts';

const SECTIONS = ['rules', 'define', 'overrides', 'packs', 'pack'] as const;
const MAX_ABOUT = 500;

/** A rule file taken apart, nothing of it read yet. */
export interface Sections {
  source: YamlSource;
  /** What `pack:` says the rules of the file are about; empty without it. */
  about: string;
  rules: readonly unknown[];
  define: Readonly<Record<string, unknown>>;
  overrides: Readonly<Record<string, unknown>>;
  /** Switches of packs by name. */
  packs: Readonly<Record<string, unknown>>;
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
      problems: [say("expected a map with the key 'rules', 'define', 'overrides' or 'packs'")],
    };
  const keys = Object.keys(value);
  const problems = keys
    .filter((key) => !SECTIONS.some((known) => known === key))
    .map((key) => problem(file, source.at([key], 'key'), `unknown key '${key}'${didYouMean(key, SECTIONS)}`));
  if (keys.length === 0)
    problems.push(say("expected one of the keys 'rules', 'define', 'overrides' and 'packs'"));
  const { rules = null, define = null, overrides = null, packs = null, pack = null } = value;
  const wrong = (key: string, message: string): unknown =>
    problems.push(problem(file, source.at([key]), message));
  const map = (
    key: 'define' | 'overrides' | 'packs',
    held: unknown,
    what: string,
  ): Record<string, unknown> => {
    if (key in value && !isRecord(held)) wrong(key, `'${key}' takes ${what}`);
    else if (isRecord(held) && Object.keys(held).length === 0) wrong(key, `'${key}' is empty`);
    return isRecord(held) ? held : {};
  };
  if ('rules' in value && !Array.isArray(rules)) wrong('rules', "'rules' takes a list of rules");
  else if (Array.isArray(rules) && rules.length === 0) wrong('rules', "'rules' is empty");
  const about = typeof pack === 'string' ? pack.trim() : '';
  if ('pack' in value && (about === '' || about.length > MAX_ABOUT))
    wrong(
      'pack',
      `'pack' takes a text of up to ${MAX_ABOUT} characters: what the rules of this file are about`,
    );
  else if ('pack' in value && !('rules' in value))
    wrong('pack', "'pack' speaks of rules, and this file has none");
  return {
    sections: {
      source,
      about,
      rules: Array.isArray(rules) ? (rules as unknown[]) : [],
      define: map('define', define, 'a map of names'),
      overrides: map('overrides', overrides, 'a map of rule ids, each with what changes'),
      packs: map(
        'packs',
        packs,
        'a map of packs, each with off, monitor or enforce, e.g. { links: monitor }',
      ),
    },
    problems,
  };
}
