import { policyPartsSchema, policySchema } from '../policy-schema.ts';
import { POLICY_KEYS } from './descriptions.ts';
import { jsonSchemaOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema-type.ts';
import { described, DRAFT } from './rules-schema.ts';

/** policy.yaml as an editor checks and completes it. */
export function policyJsonSchema(): JsonSchema {
  const { properties, ...json } = jsonSchemaOf(policySchema);
  const numbers = {
    type: 'object',
    additionalProperties: described(jsonSchemaOf(policyPartsSchema), POLICY_KEYS),
  };
  const title = { title: 'Cordon: policy', description: 'What scores lead to. See docs/rules.md.' };
  return {
    $schema: DRAFT,
    ...title,
    ...described({ ...json, properties: Object.assign({}, properties, { numbers }) }, POLICY_KEYS),
  };
}
