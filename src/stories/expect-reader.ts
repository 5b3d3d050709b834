import type { z } from 'zod';
import { isRecord } from '../ruleset/is-record.ts';
import type { Problem } from '../ruleset/problem.ts';
import { problem } from '../ruleset/problem.ts';
import { didYouMean } from '../ruleset/suggest.ts';
import type { Path, YamlSource } from '../ruleset/yaml-source.ts';
import { zodProblems } from '../ruleset/zod-problems.ts';
import type { AnswerExpected, MessageExpected, PersonExpected } from './expectation.ts';
import { EXPECTATION_KEYS, messageExpectedSchema, PERSON_KEYS, personExpectedSchema } from './expectation.ts';
import type { Setting } from './setting.ts';
import type { Expected, Person, PersonState, Placed, Says } from './story.ts';
import { parsePastTime, parseStoryTime, STORY_TIME_HINT } from './story-time.ts';

/** What a step's `expect:` is read beside. */
export interface Scene extends Setting {
  /** When the step is over. */
  endsAt: number;
  says: Says | null;
}

export const NOTHING_EXPECTED: Expected = {
  answer: { value: {}, at: () => ({ line: 1, column: 1 }) },
  each: { value: {}, at: () => ({ line: 1, column: 1 }) },
  people: [],
};

/** Reads one step's `expect:`; adds what is wrong with it to `problems`. */
export function readExpected(
  source: YamlSource,
  path: Path,
  written: unknown,
  scene: Scene,
  problems: Problem[],
): Expected {
  return new ExpectReader(source, path, scene, problems).read(written);
}

class ExpectReader {
  readonly #source: YamlSource;
  readonly #path: Path;
  readonly #scene: Scene;
  readonly #problems: Problem[];

  constructor(source: YamlSource, path: Path, scene: Scene, problems: Problem[]) {
    this.#source = source;
    this.#path = path;
    this.#scene = scene;
    this.#problems = problems;
  }

  read(written: unknown): Expected {
    const { people, says } = this.#scene;
    if (!isRecord(written) || Object.keys(written).length === 0) {
      this.#say(this.#path, 'say what is expected, e.g. expect: { decision: allow }', 'value');
      return NOTHING_EXPECTED;
    }
    const own = new Map<string, unknown>();
    const states: { person: Person; state: Placed<PersonState> }[] = [];
    for (const [key, value] of Object.entries(written)) {
      const person = people.get(key);
      if (EXPECTATION_KEYS.has(key)) own.set(key, value);
      else if (person !== undefined) states.push(...this.#person(person, value, [...this.#path, key]));
      else this.#say([...this.#path, key], `unknown key '${key}'${this.#meant(key)}`);
    }
    const about = Object.fromEntries(own);
    if (says !== null) return this.#message(about, says, states);
    const [only] = people.values();
    for (const key of own.keys()) {
      const hint = `'${key}' goes with a message, and none is sent in this step`;
      if (!PERSON_KEYS.has(key)) this.#say([...this.#path, key], hint);
      else if (people.size > 1)
        this.#say(
          [...this.#path, key],
          `whose? write it under a name, e.g. ${only?.name ?? ''}: { ${key}: … }`,
        );
    }
    const isClear =
      only !== undefined && people.size === 1 && [...own.keys()].every((key) => PERSON_KEYS.has(key));
    const alone = isClear && own.size > 0 ? this.#person(only, about, this.#path) : [];
    return { ...NOTHING_EXPECTED, people: [...alone, ...states] };
  }

  #message(about: object, says: Says, states: Expected['people']): Expected {
    const given = this.#parse(messageExpectedSchema, about, this.#path);
    if (given === null) return NOTHING_EXPECTED;
    const { decision, rule, not_rule, score, limited_by, trust, arrives, each = {}, ...state } = given;
    const answer = { decision, rule, not_rule, score, limited_by, trust, arrives };
    this.#checkRules(answer, this.#path);
    this.#checkRules(each, [...this.#path, 'each']);
    this.#checkAnswers(given, says);
    const isAbout = Object.values(state).some((value) => value !== undefined);
    const sender = isAbout ? this.#state(says.from, state, this.#path) : [];
    return {
      answer: this.#placed(answer, this.#path),
      each: this.#placed(each, [...this.#path, 'each']),
      people: [...sender, ...states],
    };
  }

  #person(person: Person, value: unknown, path: Path): Expected['people'] {
    const given = this.#parse(personExpectedSchema, value, path);
    if (given === null) return [];
    if (Object.keys(given).length === 0) this.#say(path, `say what is expected of ${person.name}`);
    return this.#state(person, given, path);
  }

  #state(person: Person, given: PersonExpected, path: Path): Expected['people'] {
    const { startsAt, endsAt } = this.#scene;
    const { blocked_until: until, lifted_at: lifted, ...rest } = given;
    for (const key of ['blocked', 'held', 'armed'] as const) {
      const value = given[key];
      if (typeof value === 'number' && value > person.members.length)
        this.#say(
          [...path, key],
          `there are not so many: ${person.name} stands for ${person.members.length}`,
        );
    }
    const read = (key: string, at: number | null): number | undefined => {
      if (at === null) this.#say([...path, key], `'${key}': ${STORY_TIME_HINT}`);
      return at ?? undefined;
    };
    const state: PersonState = { ...rest };
    if (until !== undefined)
      state.blocked_until = read('blocked_until', parseStoryTime(until, startsAt, endsAt));
    if (lifted === 'never') state.lifted_at = null;
    else if (lifted !== undefined)
      state.lifted_at = read('lifted_at', parsePastTime(lifted, startsAt, endsAt));
    return [{ person, state: this.#placed(state, path) }];
  }

  #checkAnswers({ arrives, decision, each }: MessageExpected, { times }: Says): void {
    if (typeof arrives === 'number' && arrives > times)
      this.#say([...this.#path, 'arrives'], `only ${times} ${times === 1 ? 'is' : 'are'} sent`);
    const answered = decision !== undefined || each !== undefined;
    if ((arrives === false || arrives === 'late') && answered)
      this.#say([...this.#path, 'arrives'], 'what does not arrive is not judged: expect one or the other');
  }

  #checkRules({ rule = [], not_rule: none = [] }: AnswerExpected, path: Path): void {
    const { rules } = this.#scene;
    if (rules === null) return;
    for (const [key, ids] of [
      ['rule', rule],
      ['not_rule', none],
    ] as const)
      for (const id of ids) {
        const asked = rules.get(id);
        if (asked === undefined)
          this.#say([...path, key], `there is no rule '${id}'${didYouMean(id, rules.keys())}`);
        else if (!asked && key === 'rule')
          this.#say([...path, key], `rule '${id}' is off, so it never matches`);
      }
  }

  #parse<T>(schema: z.ZodType<T>, value: unknown, path: Path): T | null {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    this.#problems.push(...zodProblems(this.#source, path, parsed.error, schema));
    return null;
  }

  #placed<Value>(value: Value, path: Path): Placed<Value> {
    return { value, at: (key) => this.#source.at([...path, key], 'key') };
  }

  #meant(key: string): string {
    const near = didYouMean(key, [...EXPECTATION_KEYS, ...this.#scene.people.keys()]);
    return near === ''
      ? '; expected what a message or a person may be expected to be, or the name of a person of this story'
      : near;
  }

  #say(path: Path, message: string, part: 'key' | 'value' = 'key'): void {
    this.#problems.push(problem(this.#source.file, this.#source.at(path, part), message));
  }
}
