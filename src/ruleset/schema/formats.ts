import { DURATION_HINT } from '../../core/duration.ts';
import { PERCENT_HINT } from '../../core/percent.ts';
import type { JsonSchema } from './json-schema-type.ts';

const LENGTH = String.raw`(?:\d+(?:\.\d+)?[smhdw])+`;
const DAY = String.raw`\d{4}-\d{2}-\d{2}`;
const ACTIONS = ['allow', 'flag', 'warn', 'cooldown', 'block'];

const text = (pattern: string): JsonSchema => ({ pattern: String.raw`^\s*(?:${pattern})\s*$` });

/** What a schema says it expects → what such a text looks like. Spaces around it are never counted as a mistake. */
const FORMATS: readonly { says: string; looks: JsonSchema }[] = [
  {
    says: 'or a cooldown with its length',
    looks: { anyOf: [{ enum: ACTIONS }, text(`cooldown\\s+${LENGTH}`)] },
  },
  { says: DURATION_HINT, looks: text(LENGTH) },
  { says: PERCENT_HINT, looks: text(String.raw`\d{1,3}(?:\.\d{1,6})?%`) },
  { says: 'a count per length', looks: { pattern: String.raw`^\d{1,9} per ${LENGTH}$` } },
  {
    says: 'the last day it holds',
    looks: text(String.raw`${DAY}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?`),
  },
  { says: "a time such as '22:00', in quotes", looks: text(String.raw`\d{1,2}:\d{2}`) },
  { says: 'an ISO country code such as BR', looks: text('[A-Z]{2}') },
];

export const formatFor = (hint: string): JsonSchema =>
  FORMATS.find(({ says }) => hint.includes(says))?.looks ?? {};

/** "say at least one of at_least, below" → those keys, as far as there are such properties. */
export function wantedKeys(message: string, properties: unknown): string[] {
  const [, list = ''] = /^say (?:at least one of |what changes: )?(.*)$/.exec(message) ?? [];
  const known = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  const named: readonly string[] = list.match(/[a-z_0-9]+/g) ?? [];
  return known.filter((key) => named.includes(key));
}
