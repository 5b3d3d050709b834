import { parse } from 'yaml';
import { CONDITIONS } from '../../conditions/index.ts';
import { modeSchema, NAME_PATTERN, overrideSchema, ruleSchema } from '../rule-schema.ts';
import { scoreBoundsSchema } from '../score-bounds.ts';
import { testCaseSchema } from '../test-case.ts';
import { OPERATOR_KEYS, RULE_KEYS, TEST_KEYS } from './descriptions.ts';
export { TEST_KEYS } from './descriptions.ts';
import { jsonSchemaOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema-type.ts';

export const DRAFT = 'http://json-schema.org/draft-07/schema#';

const ref = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', minItems: 1, items });
const oneOrMore = (items: JsonSchema): JsonSchema => ({ anyOf: [items, listOf(items)] });
const name: JsonSchema = { type: 'string', maxLength: 64, pattern: NAME_PATTERN.source };
const names = oneOrMore({ type: 'string', pattern: '\\S' });

/** Rule files as an editor checks and completes them: `rules:`, `define:`, `overrides:` and `packs:`, blocks of conditions inside each other. */
export function rulesJsonSchema(): JsonSchema {
  return {
    $schema: DRAFT,
    title: 'Cordon: rules',
    description: 'Rules, definitions and overrides. See docs/rules.md.',
    type: 'object',
    minProperties: 1,
    additionalProperties: false,
    properties: {
      pack: {
        description: 'What the rules of this file are about, in a line.',
        type: 'string',
        pattern: '\\S',
        maxLength: 500,
      },
      rules: { description: 'What a message looks like, and what follows.', ...listOf(ref('rule')) },
      define: {
        description:
          'Names for lists of texts (used as list: name) and for blocks of conditions (use: name).',
        type: 'object',
        minProperties: 1,
        propertyNames: name,
        additionalProperties: { anyOf: [listOf({ type: 'string', pattern: '\\S' }), ref('block')] },
      },
      overrides: {
        description: 'What changes of rules that stand in other files, by their ids.',
        type: 'object',
        minProperties: 1,
        propertyNames: name,
        additionalProperties: described(jsonSchemaOf(overrideSchema), RULE_KEYS),
      },
      packs: {
        description: 'Switches all rules of a rule file at once: the file without its ending, and a mode.',
        type: 'object',
        minProperties: 1,
        additionalProperties: jsonSchemaOf(modeSchema),
      },
    },
    definitions: {
      rule: rule(),
      test: test(),
      block: block(),
      blocks: listOf(ref('block')),
      ...Object.fromEntries(CONDITIONS.map(({ meta }) => [meta.name, condition(meta)])),
    },
  };
}

function rule(): JsonSchema {
  const { properties, ...json } = described(jsonSchemaOf(ruleSchema), RULE_KEYS);
  const own = asRecord(properties);
  const tests = listOf(ref('test'));
  return {
    ...json,
    required: ['id', 'when'],
    anyOf: [{ required: ['score'] }, { required: ['then'] }],
    properties: {
      ...own,
      when: { description: RULE_KEYS.when, ...ref('block') },
      unless: { description: RULE_KEYS.unless, anyOf: [ref('block'), ref('blocks')] },
      tests: {
        description: RULE_KEYS.tests,
        type: 'object',
        additionalProperties: false,
        properties: { match: tests, ignore: tests },
      },
    },
  };
}

function test(): JsonSchema {
  const json = jsonSchemaOf(testCaseSchema);
  const shapes: unknown[] = Array.isArray(json['anyOf']) ? json['anyOf'] : [];
  return { ...json, anyOf: shapes.map((shape) => described(asRecord(shape), TEST_KEYS)) };
}

/** Conditions side by side, and what combines blocks. */
function block(): JsonSchema {
  const operators: Record<keyof typeof OPERATOR_KEYS, JsonSchema> = {
    all: ref('blocks'),
    any: ref('blocks'),
    not: ref('blocks'),
    at_least: {
      type: 'object',
      required: ['n', 'of'],
      additionalProperties: false,
      properties: { n: { type: 'integer', minimum: 1 }, of: ref('blocks') },
    },
    use: names,
    matched: names,
    score: jsonSchemaOf(scoreBoundsSchema),
  };
  const conditions = CONDITIONS.map(({ meta }) => [meta.name, ref(meta.name)]);
  return {
    type: 'object',
    minProperties: 1,
    additionalProperties: false,
    properties: {
      ...(described({ properties: operators }, OPERATOR_KEYS)['properties'] as JsonSchema),
      ...Object.fromEntries(conditions),
    },
  };
}

function condition({ summary, absence, example, schema }: (typeof CONDITIONS)[number]['meta']): JsonSchema {
  const examples: unknown[] = [parse(example)];
  return {
    description: `${summary}\n\nWith nothing to look at: ${absence}.`,
    examples,
    ...jsonSchemaOf(schema),
  };
}

/** Puts what is known of keys at their schemas. */
export function described(json: JsonSchema, texts: Readonly<Record<string, string>>): JsonSchema {
  if (json['properties'] === undefined) return json;
  const properties = Object.entries(asRecord(json['properties'])).map(([key, schema]) => [
    key,
    key in texts ? { description: texts[key], ...asRecord(schema) } : schema,
  ]);
  return { ...json, properties: Object.fromEntries(properties) as unknown };
}

const asRecord = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
