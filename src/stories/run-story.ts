import type { RuleResult } from '../core/decision.ts';
import type { Ruleset } from '../core/ruleset.ts';
import { play } from './play.ts';
import type { Failure } from './scene-check.ts';
import { failuresOf } from './scene-check.ts';
import type { Story } from './story.ts';

export interface StoryReport {
  story: Story;
  messages: number;
  failures: readonly Failure[];
}

/** Plays a story and compares. `watcher` is told of every answer a rule gave. */
export function runStory(
  story: Story,
  ruleset: Ruleset,
  watcher?: (result: RuleResult) => void,
): StoryReport {
  const failures: Failure[] = [];
  let messages = 0;
  play(story, ruleset, (scene) => {
    messages += scene.copies.length;
    if (watcher !== undefined)
      for (const { delivered } of scene.copies)
        if (delivered.kind === 'message') delivered.evaluation.rules.forEach(watcher);
    failures.push(...failuresOf(story, scene, ruleset.policyFor(scene.phoneNumberId, story.number)));
  });
  return { story, messages, failures };
}
