import { CONDITION_BY_NAME } from '../conditions/index.ts';
import type { RuleSpec } from '../core/rule-node.ts';
import { clip } from '../core/text/clip.ts';
import { didYouMean } from './suggest.ts';

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;
/** The sender chooses what `{{match}}` shows; a reason stays a line. */
const MAX_REASON_LENGTH = 500;

/** What `matched` and `score` have to show. */
const ASKED_FIELDS = { matched: 'matched.rules', score: 'score.score' };

/** Compiles `{{match}}` and `{{condition.field}}`; `names` are the conditions of the rule, `asks` what it asks of other rules. */
export function compileReason(
  template: string,
  names: ReadonlySet<string>,
  asks: ReadonlySet<keyof typeof ASKED_FIELDS> = new Set(),
): { reason: RuleSpec['reason']; problems: string[] } {
  const known = new Set([...names].flatMap((name) => fieldsOf(name).map((field) => `${name}.${field}`)));
  const quotes = [...names].some((name) => CONDITION_BY_NAME.get(name)?.meta.quotes === true);
  for (const ask of asks) known.add(ASKED_FIELDS[ask]);
  // Rules that others ask for may quote, too.
  if (quotes || asks.has('matched')) known.add('match');
  const problems = [...template.matchAll(PLACEHOLDER)]
    .map(([, field = '']) => field)
    .filter((field) => !known.has(field))
    .map((field) =>
      field === 'match'
        ? '{{match}} shows matched words, but this rule has no text condition'
        : `unknown placeholder '{{${field}}}'${didYouMean(field, known) || `; known here: ${[...known].join(', ')}`}`,
    );
  const reason: RuleSpec['reason'] = (words, data) => {
    const filled = template.replace(PLACEHOLDER, (_, field: string) => {
      if (field === 'match') return words.join(', ');
      const dot = field.lastIndexOf('.');
      return String(data.get(field.slice(0, dot))?.[field.slice(dot + 1)] ?? '');
    });
    return clip(filled, MAX_REASON_LENGTH);
  };
  return { reason, problems };
}

/** The fields a condition's results carry are those its explanation names. */
function fieldsOf(name: string): string[] {
  const explain = CONDITION_BY_NAME.get(name)?.meta.explain ?? '';
  return [...explain.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field);
}
