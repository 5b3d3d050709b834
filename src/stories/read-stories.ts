import { isRecord } from '../ruleset/is-record.ts';
import type { LoadedRuleset } from '../ruleset/parse.ts';
import type { Problem } from '../ruleset/problem.ts';
import { compareText, problem, sortProblems } from '../ruleset/problem.ts';
import { didYouMean } from '../ruleset/suggest.ts';
import type { Path, YamlSource } from '../ruleset/yaml-source.ts';
import { parseYaml } from '../ruleset/yaml-source.ts';
import { zodProblems } from '../ruleset/zod-problems.ts';
import { EXPECTATION_KEYS } from './expectation.ts';
import { Casting, SOMEBODY } from './people.ts';
import type { Setting } from './setting.ts';
import { StepReader } from './step-reader.ts';
import type { Person, Story } from './story.ts';
import type { StorySource } from './story-schema.ts';
import { personSchema, storySchema } from './story-schema.ts';

const MAX_MESSAGES = 20_000;
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} _'-]{0,39}$/u;

/**
 * The stories in the contents of a folder's story files (name → text), and everything wrong with them. Rule ids are checked against the
 * ruleset; null = there is none that can be used.
 */
export function readStories(
  contents: ReadonlyMap<string, string>,
  ruleset: Pick<LoadedRuleset, 'loaded'> | null,
): { stories: Story[]; problems: Problem[] } {
  const rules = ruleset && new Map(ruleset.loaded.map(({ id, mode }) => [id, mode !== 'off']));
  const problems: Problem[] = [];
  const files = [...contents].sort(([a], [b]) => compareText(a, b));
  const stories = files.flatMap(([file, content]) => {
    const { source, problems: syntax } = parseYaml(file, content.replace(/^\uFEFF/, ''));
    // Words such as yes and no are meant here, and read whichever way YAML takes them.
    problems.push(...syntax.filter(({ severity }) => severity === 'error'));
    return source === null ? [] : readFile(source, rules, problems);
  });
  return { stories, problems: sortProblems(problems) };
}

function readFile(source: YamlSource, rules: Setting['rules'], problems: Problem[]): Story[] {
  const { file, value } = source;
  const say = (path: Path, message: string, part?: 'key'): void =>
    void problems.push(problem(file, source.at(path, part), message));
  if (!isRecord(value)) {
    say([], "expected a map with the key 'stories'");
    return [];
  }
  for (const key of Object.keys(value))
    if (key !== 'stories') say([key], `unknown key '${key}'${didYouMean(key, ['stories'])}`, 'key');
  const { stories: items } = value;
  if (!Array.isArray(items) || items.length === 0) {
    say(['stories'], "'stories' takes a list of stories: put '- ' before each");
    return [];
  }
  return (items as unknown[]).flatMap(
    (item, index) => readStory(source, ['stories', index], item, rules, problems) ?? [],
  );
}

/** Null when it cannot be played; whatever is wrong is told. */
function readStory(
  source: YamlSource,
  path: Path,
  item: unknown,
  rules: Setting['rules'],
  problems: Problem[],
): Story | null {
  const before = problems.length;
  const say = (at: Path, message: string, part?: 'key'): void =>
    void problems.push(problem(source.file, source.at(at, part), message));
  if (!isRecord(item)) {
    say(path, "expected a story: a map with 'story' and 'steps'");
    return null;
  }
  const parsed = storySchema.safeParse(item);
  if (!parsed.success) {
    problems.push(...zodProblems(source, path, parsed.error, storySchema));
    return null;
  }
  const { story: name, mode, number = null, starts: startsAt, steps: written } = parsed.data;
  const people = peopleOf(source, path, parsed.data, problems);
  const reader = new StepReader(source, { startsAt, people, rules }, problems);
  written.forEach((step, index) => reader.read(step, [...path, 'steps', index]));
  const { steps } = reader;
  const messages = steps.reduce((sum, { says }) => sum + (says?.times ?? 0), 0);
  if (messages > MAX_MESSAGES) say(path, `${messages} messages; a story takes at most ${MAX_MESSAGES}`);
  if (!written.some((step) => isRecord(step) && 'expect' in step))
    say(
      path,
      `nothing is expected in this story, so it tests nothing: give a step 'expect: { decision: … }'`,
    );
  if (problems.length > before) return null;
  const position = source.at('story' in item ? [...path, 'story'] : path, 'key');
  return {
    ...position,
    file: source.file,
    name,
    mode,
    number,
    startsAt,
    people: [...people.values()],
    steps,
  };
}

/** Those it declares, or else everybody who writes in it. */
function peopleOf(
  source: YamlSource,
  path: Path,
  { people = {}, steps }: StorySource,
  problems: Problem[],
): Map<string, Person> {
  const isDeclared = Object.keys(people).length > 0;
  const written = isDeclared ? people : Object.fromEntries(writersOf(steps).map((name) => [name, {}]));
  const casting = new Casting();
  const cast = new Map<string, Person>();
  const takenBy = new Map<string, string>();
  for (const [name, about] of Object.entries(written)) {
    const place = isDeclared ? [...path, 'people', name] : path;
    const say = (message: string): void =>
      void problems.push(problem(source.file, source.at(place, 'key'), message));
    if (!NAME.test(name)) say(`'${name}' is no name: use letters, digits, spaces and hyphens`);
    else if (EXPECTATION_KEYS.has(name)) say(`nobody can be called '${name}': it is a word of 'expect'`);
    const parsed = personSchema.safeParse(about ?? {});
    if (!parsed.success) problems.push(...zodProblems(source, place, parsed.error, personSchema));
    const person = casting.person(name, parsed.data ?? {});
    for (const { id } of person.members) {
      const other = takenBy.get(id);
      if (other !== undefined) say(`${name} and ${other} have the same phone`);
      takenBy.set(id, name);
    }
    cast.set(name, person);
  }
  return cast;
}

function writersOf(steps: readonly unknown[]): string[] {
  const names = steps.flatMap((step) => (isRecord(step) && typeof step.from === 'string' ? [step.from] : []));
  return names.length === 0 ? [SOMEBODY] : [...new Set(names)];
}
