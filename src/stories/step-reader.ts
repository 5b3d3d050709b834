import { isRecord } from '../ruleset/is-record.ts';
import type { Problem } from '../ruleset/problem.ts';
import { problem } from '../ruleset/problem.ts';
import { didYouMean } from '../ruleset/suggest.ts';
import type { Path, YamlSource } from '../ruleset/yaml-source.ts';
import { zodProblems } from '../ruleset/zod-problems.ts';
import { NOTHING_EXPECTED, readExpected } from './expect-reader.ts';
import { SOMEBODY } from './people.ts';
import type { Setting } from './setting.ts';
import type { Person, Says, Step } from './story.ts';
import { endOf } from './story.ts';
import { MESSAGE_KEYS, stepSchema } from './story-schema.ts';
import type { StepSource } from './story-schema.ts';
import { formatLength, parseStoryTime, STORY_TIME_HINT } from './story-time.ts';

const DEFAULT_EVERY_MS = 1000;

/** Reads the steps of one story in their order. */
export class StepReader {
  readonly steps: Step[] = [];
  readonly #source: YamlSource;
  readonly #setting: Setting;
  readonly #problems: Problem[];

  constructor(source: YamlSource, setting: Setting, problems: Problem[]) {
    this.#source = source;
    this.#setting = setting;
    this.#problems = problems;
  }

  read(written: unknown, path: Path): void {
    if (!isRecord(written)) {
      this.#say(path, 'expected a step: a map such as { at: 1h, text: hello, expect: { decision: allow } }');
      return;
    }
    const parsed = stepSchema.safeParse(written);
    if (!parsed.success) this.#problems.push(...zodProblems(this.#source, path, parsed.error, stepSchema));
    const number = this.steps.length + 1;
    const at = this.#time(written.at, path);
    const sends = MESSAGE_KEYS.some((key) => key in written);
    const says = parsed.success && sends ? this.#says(parsed.data, path) : null;
    const meta = parsed.success ? (parsed.data.meta ?? null) : null;
    if (meta !== null && sends)
      this.#say([...path, 'meta'], 'give this a step of its own, without a message', 'key');
    const endsAt = endOf({ at, says });
    const scene = { ...this.#setting, endsAt, says };
    const canBeRead = 'expect' in written && (says !== null || (parsed.success && !sends));
    const expected = canBeRead
      ? readExpected(this.#source, [...path, 'expect'], written.expect, scene, this.#problems)
      : NOTHING_EXPECTED;
    if (!sends && meta === null && !('expect' in written))
      this.#say(path, 'nothing happens in this step: it sends no message and expects nothing');
    const metaAnswers = meta === null ? null : meta === 'up';
    this.steps.push({ ...this.#source.at(path), number, at, says, metaAnswers, expected });
  }

  /** A step without a time follows the one before at once. */
  #time(written: unknown, path: Path): number {
    const { startsAt } = this.#setting;
    const before = this.steps.at(-1);
    const after = before === undefined ? startsAt : endOf(before);
    if (typeof written !== 'string') return after;
    const at = parseStoryTime(written, startsAt, after);
    if (at === null) {
      this.#say([...path, 'at'], `'at': ${STORY_TIME_HINT}`);
      return after;
    }
    const earliest = before?.at ?? startsAt;
    if (at >= earliest) return at;
    const step = before === undefined ? 'the story starts' : `step ${before.number} begins`;
    this.#say(
      [...path, 'at'],
      `this is ${formatLength(earliest - at)} before ${step}; write steps in the order they happen`,
    );
    return after;
  }

  #says(step: StepSource, path: Path): Says | null {
    const { from, delay, times, every } = step;
    const sender = this.#sender(from, path);
    if (sender === null) return null;
    return {
      from: sender,
      message: messageOf(step),
      times: times ?? sender.members.length,
      everyMs: every ?? DEFAULT_EVERY_MS,
      delayMs: delay ?? 0,
    };
  }

  #sender(from: string | undefined, path: Path): Person | null {
    const { people } = this.#setting;
    const [only, other] = people.values();
    if (from !== undefined) {
      const named = people.get(from);
      if (named === undefined)
        this.#say(
          [...path, 'from'],
          `'people' of this story names no '${from}'${didYouMean(from, people.keys())}`,
        );
      return named ?? null;
    }
    if (only !== undefined && (other === undefined || people.has(SOMEBODY)))
      return people.get(SOMEBODY) ?? only;
    this.#say(path, `who sends this? add from: ${[...people.keys()].slice(0, 3).join(' or ')}`);
    return null;
  }

  #say(path: Path, message: string, part: 'key' | 'value' = 'value'): void {
    this.#problems.push(problem(this.#source.file, this.#source.at(path, part), message));
  }
}

function messageOf(step: StepSource): Says['message'] {
  const { text, type, forwarded, reply, ad, button, media, contact_cards } = step;
  return { text, type, forwarded, reply, ad, button, media, contact_cards };
}
