import type { Policy } from '../core/policy.ts';
import type { Position, Problem } from '../ruleset/problem.ts';
import { problem } from '../ruleset/problem.ts';
import type { Judged } from '../timeline/delivered.ts';
import { whyDecided } from './because.ts';
import { checkAnswer } from './check-answer.ts';
import type { Look } from './check-person.ts';
import { checkPerson, describeStanding, FLAGS, sayFlag } from './check-person.ts';
import type { Mismatch } from './mismatch.ts';
import type { Standing } from './person-state.ts';
import { standingOf } from './person-state.ts';
import type { Copy, Scene } from './play.ts';
import type { Member, Person, PersonState, Placed, Story } from './story.ts';
import { formatLength } from './story-time.ts';

/** An expectation that was not met, at its place, and what led there, a line each. */
export interface Failure extends Problem {
  why: readonly string[];
}

/** Everything a step expected and did not get, at the moment it was over. */
export const failuresOf = (story: Story, scene: Scene, policy: Policy): Failure[] =>
  new SceneCheck(story, scene, policy).failures();

class SceneCheck {
  readonly #story: Story;
  readonly #scene: Scene;
  readonly #policy: Policy;
  readonly #failures: Failure[] = [];

  constructor(story: Story, scene: Scene, policy: Policy) {
    this.#story = story;
    this.#scene = scene;
    this.#policy = policy;
  }

  failures(): Failure[] {
    this.#arrival();
    this.#answers();
    for (const { person, state } of this.#scene.step.expected.people) this.#person(person, state);
    return this.#failures;
  }

  #arrival(): void {
    const { copies, step } = this.#scene;
    const { answer } = step.expected;
    const { arrives } = answer.value;
    if (arrives === undefined) return;
    const arrived = copies.filter(({ delivered }) => delivered.kind === 'message').length;
    const late = copies.filter(({ delivered }) => delivered.kind === 'late').length;
    const wanted = typeof arrives === 'number' ? arrives : arrives === true ? copies.length : 0;
    const isMet = arrives === 'late' ? late === copies.length : arrived === wanted;
    if (isMet) return;
    const got = `${arrived} of ${copies.length} arrive${late === 0 ? '' : `, ${late} too late`}`;
    this.#fail(
      answer.at('arrives'),
      { key: 'arrives', expected: sayArrives(arrives), got, why: this.#fates() },
      null,
    );
  }

  #answers(): void {
    const { copies, step } = this.#scene;
    const { answer, each } = step.expected;
    const judged = copies.filter(
      (copy): copy is Copy & { delivered: Judged } => copy.delivered.kind === 'message',
    );
    const last = judged.at(-1);
    if (last === undefined) {
      const [key] =
        Object.entries({ ...answer.value, arrives: undefined }).find(([, value]) => value !== undefined) ??
        [];
      const [any] = Object.keys(each.value);
      const place = key === undefined ? (any === undefined ? null : each.at(any)) : answer.at(key);
      const mismatch = {
        key: key ?? any ?? '',
        expected: 'an answer',
        got: 'no message arrives',
        why: this.#fates(),
      };
      if (place !== null) this.#fail(place, mismatch, null);
      return;
    }
    for (const one of checkAnswer(answer.value, last.delivered)) this.#fail(answer.at(one.key), one, null);
    const told = new Set<string>();
    judged.forEach(({ delivered }, index) => {
      for (const one of checkAnswer(each.value, delivered)) {
        if (told.has(one.key)) continue;
        told.add(one.key);
        this.#fail(each.at(one.key), one, `copy ${index + 1} of ${copies.length}`);
      }
    });
  }

  /** Why messages did not arrive, each reason once. */
  #fates(): string[] {
    const { copies } = this.#scene;
    const fates = copies.map(({ delivered, at, member }) => {
      if (delivered.kind === 'late') return 'older than a day when it was delivered: it changes nothing';
      if (delivered.kind !== 'kept-out') return null;
      return describeStanding(this.#standing(member, at), this.#look(member));
    });
    return [...new Set(fates.filter((fate) => fate !== null))].slice(0, 3);
  }

  #person(person: Person, { value, at }: Placed<PersonState>): void {
    const standings = person.members.map((member) => this.#standing(member, this.#scene.at));
    for (const key of Object.keys(FLAGS) as (keyof typeof FLAGS)[]) {
      const wanted = value[key];
      if (wanted === undefined) continue;
      const count = standings.filter((standing) => FLAGS[key](standing)).length;
      const needed = typeof wanted === 'number' ? wanted : wanted ? standings.length : 0;
      if (count === needed) continue;
      const odd = standings.findIndex((standing) => FLAGS[key](standing) !== (wanted !== false));
      const got = standings.length === 1 ? sayFlag(count === 1) : `${count} of ${standings.length}`;
      this.#fail(
        at(key),
        { key, expected: sayFlag(wanted), got, why: this.#why(person, Math.max(odd, 0), standings) },
        person.name,
      );
    }
    person.members.some((member, index) => {
      const standing = standings[index];
      if (standing === undefined) return false;
      const mismatches = checkPerson(value, standing, this.#look(member));
      const whom =
        standings.length === 1 ? person.name : `${person.name} (${index + 1} of ${standings.length})`;
      for (const one of mismatches)
        this.#fail(at(one.key), { ...one, why: this.#why(person, index, standings) }, whom);
      return mismatches.length > 0;
    });
  }

  #standing({ id }: Member, at: number): Standing {
    const { timeline, phoneNumberId } = this.#scene;
    return standingOf(timeline.entryOf(phoneNumberId, id), timeline.events, id, at);
  }

  #look({ id }: Member): Look {
    const offence = this.#scene.offences.get(id);
    return {
      startsAt: this.#story.startsAt,
      ladder: this.#policy.ladder,
      onLadder: offence?.decision.onLadder ?? true,
    };
  }

  #why({ members }: Person, index: number, standings: readonly Standing[]): string[] {
    const [member, standing] = [members[index], standings[index]];
    if (member === undefined || standing === undefined) return [];
    const offence = this.#scene.offences.get(member.id);
    const state = describeStanding(standing, this.#look(member));
    if (offence === undefined) return [state, 'no offence so far'];
    const when = formatLength(offence.decision.decidedAt - this.#story.startsAt);
    return [
      state,
      `last offence at ${when}: ${offence.effect ?? ''}`,
      ...whyDecided(offence).map((line) => `  ${line}`),
    ];
  }

  #fail(position: Position, { key, expected, got, why }: Mismatch, whom: string | null): void {
    const { step } = this.#scene;
    const when = formatLength(step.at - this.#story.startsAt);
    const about = whom === null ? '' : `${whom}: `;
    const message = `story '${this.#story.name}', step ${step.number} (at ${when}): ${about}expected ${key.replaceAll('_', ' ')} ${expected}, got ${got}`;
    this.#failures.push({ ...problem(this.#story.file, position, message), why });
  }
}

const sayArrives = (arrives: boolean | number | 'late'): string =>
  typeof arrives === 'boolean' ? sayFlag(arrives) : String(arrives);
