import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode } from '../../config/secret-file.ts';
import { UserError } from '../../errors.ts';
import type { JsonSchema } from '../../ruleset/schema/json-schema-type.ts';
import { policyJsonSchema } from '../../ruleset/schema/policy-schema.ts';
import { rulesJsonSchema } from '../../ruleset/schema/rules-schema.ts';
import { storiesJsonSchema } from '../../stories/story-json-schema.ts';
import { defineCommand } from '../command.ts';
import { printJson } from '../output.ts';

export const rulesSchemaCommand = defineCommand({
  name: 'rules schema',
  summary: 'Print the JSON Schema by which editors check and complete rule files',
  options: {
    policy: { type: 'boolean', about: 'The one of policy.yaml' },
    stories: { type: 'boolean', about: 'The one of files of stories' },
    out: { type: 'string', value: 'FILE', about: 'Write it there instead of printing it' },
  },
  details: `Editors with a YAML language server use it where a file's first line names it, relative to that file:

  # yaml-language-server: $schema=./schema/rules.schema.json

The shipped rules folder holds all three in rules/schema. For a folder of your own:

  cordon rules schema --out my-rules/schema/rules.schema.json`,
  run({ values, json }, io) {
    const schema = textOf(chosen(values));
    if (values.out === undefined) {
      io.stdout.write(schema);
      return Promise.resolve(0);
    }
    const path = resolve(values.out);
    write(path, schema);
    if (json) printJson(io, { path });
    else io.stdout.write(`${path} is written.\n`);
    return Promise.resolve(0);
  },
});

function chosen({ policy, stories }: { policy: boolean; stories: boolean }): JsonSchema {
  if (policy && stories) throw new UserError('--policy and --stories are two schemas; ask for one at a time');
  if (policy) return policyJsonSchema();
  return stories ? storiesJsonSchema() : rulesJsonSchema();
}

export const textOf = (schema: JsonSchema): string => `${JSON.stringify(schema, null, 2)}\n`;

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const hint = 'Name a file in a folder that exists and that you may write to.';
    throw new UserError(`${path} cannot be written (${errorCode(error)})`, { hint, cause: error });
  }
}
