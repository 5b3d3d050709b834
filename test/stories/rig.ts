import type { LoadedRuleset } from '../../src/ruleset/parse.ts';
import { parseRuleset } from '../../src/ruleset/parse.ts';
import { formatProblem } from '../../src/ruleset/problem.ts';
import { readStories } from '../../src/stories/read-stories.ts';
import { runStory } from '../../src/stories/run-story.ts';
import type { Failure } from '../../src/stories/scene-check.ts';

const RULES = `rules:
  - { id: spam, score: 8, when: { text.words: spam }, reason: "says '{{match}}'" }
  - { id: worse, score: 20, when: { text.words: worse } }
  - { id: odd, score: 3.1, when: { text.words: odd } }
  - { id: pause, then: cooldown 5m, when: { text.words: pause } }
  - { id: torrent, score: 8, when: { rate: { at_least: 20, within: 30s } } }
  - { id: watched, mode: monitor, score: 5, when: { text.words: watched } }
  - { id: asleep, mode: off, score: 5, when: { text.words: asleep } }
  - { id: pardon, then: allow, when: { text.words: please } }
`;
const NO_JITTER = 'jitter: 0%';

/** The folder stories of these tests are about; `cooldown` are keys of the policy's cooldown. */
export function rulesetOf(cooldown = NO_JITTER, more = ''): LoadedRuleset {
  const policy = `actions: { cooldown: { ladder: [1h, 6h, 24h, 7d], ${cooldown} } }\n${more}`;
  const result = parseRuleset(
    new Map([
      ['rules.yaml', RULES],
      ['policy.yaml', policy],
    ]),
  );
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.ruleset;
}

export const indent = (text: string, by: string): string => text.replace(/^(?=.)/gm, by);

/** The problems of one stories file. */
export const problemsOf = (content: string): string[] =>
  readStories(new Map([['a.story.yaml', content]]), rulesetOf()).problems.map(formatProblem);

/** One story of these steps (a YAML list), played; throws when it cannot be read. `head` are further keys of the story. */
export function failuresOf(steps: string, { head = '', ruleset = rulesetOf() } = {}): Failure[] {
  const content = `stories:\n  - story: a test\n${indent(head, '    ')}${head === '' ? '' : '\n'}    steps:\n${indent(steps, '      ')}`;
  const { stories, problems } = readStories(new Map([['a.story.yaml', content]]), ruleset);
  const [story] = stories;
  if (story === undefined || problems.length > 0) throw new Error(problems.map(formatProblem).join('\n'));
  return [...runStory(story, ruleset).failures];
}

/** What was not met, without place and story. */
export const unmet = (...args: Parameters<typeof failuresOf>): string[] =>
  failuresOf(...args).map(({ message }) => message.replace(/^story 'a test', /, ''));
