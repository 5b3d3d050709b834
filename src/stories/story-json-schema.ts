import { jsonSchemaOf } from '../ruleset/schema/json-schema.ts';
import type { JsonSchema } from '../ruleset/schema/json-schema-type.ts';
import { described, DRAFT, TEST_KEYS } from '../ruleset/schema/rules-schema.ts';
import { stepSchema, storySchema } from './story-schema.ts';

const STORY_KEYS = {
  story: 'What happens, in a sentence.',
  mode: 'What Cordon runs in: enforce or monitor.',
  number: 'Which of your numbers it happens at.',
  starts: 'When the first step happens, if it does not say.',
  people: 'Who takes part, and what is known of them.',
  steps: 'What happens, in order.',
} as const;

const STEP_KEYS = {
  ...TEST_KEYS,
  from: 'Which of the people writes.',
  at: "When: '+1h' after the step before, '2d 3h' after the start, or 'sat 23:30'.",
  delay: 'How late Meta delivers it.',
  meta: 'From here on Meta answers (up) or does not (down).',
  expect: 'What is true after this step.',
};

/** Files of stories as an editor checks and completes them. */
export function storiesJsonSchema(): JsonSchema {
  const story = described(jsonSchemaOf(storySchema), STORY_KEYS);
  const steps = {
    description: STORY_KEYS.steps,
    type: 'array',
    minItems: 1,
    items: described(jsonSchemaOf(stepSchema), STEP_KEYS),
  };
  return {
    $schema: DRAFT,
    title: 'Cordon: stories',
    description: 'Messages at times and what follows from them. See docs/rules.md.',
    type: 'object',
    required: ['stories'],
    additionalProperties: false,
    properties: {
      stories: {
        type: 'array',
        minItems: 1,
        items: { ...story, properties: Object.assign({}, story['properties'], { steps }) },
      },
    },
  };
}
