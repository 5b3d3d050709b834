import { z } from 'zod';
import { messagesOf } from './messages.ts';
import { formatFor, wantedKeys } from './formats.ts';
import type { JsonSchema } from './json-schema-type.ts';

/**
 * What a schema of ours accepts as written, for editors. Never stricter than the schema itself; where it says in words what else it
 * asks for (a length, one of several keys), that is said too.
 */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const json: JsonSchema = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => refine(zodSchema, jsonSchema),
  });
  delete json['$schema'];
  return json;
}

/** What zod cannot express it says in words, to whoever writes nothing at all. */
function refine(schema: z.core.$ZodTypes, json: JsonSchema): void {
  const { def } = schema._zod;
  // Bounds of what a computer can count say nothing to a person.
  if (json['maximum'] === Number.MAX_SAFE_INTEGER) delete json['maximum'];
  if (def.type === 'pipe' && def.in._zod.def.type === 'transform') alsoNumbers(json);
  if (def.type === 'string') {
    Object.assign(json, formatFor(messagesOf(schema, undefined).join()));
    if (messagesOf(schema, ' ').includes('an entry is empty')) json['pattern'] = '\\S';
  }
  if (def.type === 'number' && messagesOf(schema, 0).includes('a score of 0 says nothing'))
    json['not'] = { const: 0 };
  if (def.type === 'object') {
    const keys = messagesOf(schema, {}).flatMap((message) => wantedKeys(message, json['properties']));
    if (keys.length > 0) json['anyOf'] = keys.map((key) => ({ required: [key] }));
  }
}

/** Phone numbers and ids may do without quotes: YAML then reads a number, and it is read back as written. */
function alsoNumbers(json: JsonSchema, key = ''): void {
  if (json['type'] === 'string' && key !== 'list') json['type'] = ['string', 'integer'];
  for (const [name, inner] of Object.entries(json)) {
    const below = Array.isArray(inner) ? (inner as unknown[]) : [inner];
    for (const one of below) if (isSchema(one)) alsoNumbers(one, name);
  }
}

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
