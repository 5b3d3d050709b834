import type { z } from 'zod';
import type { FactRequest, Facts } from './facts.ts';
import type { Message } from './message.ts';
import type { TextViews } from './text/views.ts';

/** Everything a condition may look at. Nothing in it is fetched on demand: conditions never await. */
export interface ConditionInput {
  message: Message;
  text: TextViews;
  facts: Facts;
}

/** A condition answers even when it does not match: `data` holds the numbers it compared, for the explanation. */
export interface ConditionResult {
  matched: boolean;
  data: Readonly<Record<string, string | number | boolean>>;
  /** The sender's own words that matched, as written, for `{{match}}` in a reason. */
  words?: readonly string[];
}

/** Where a condition gets the entries of `{ any: [...] }` or `{ list: file }`; throws a ListError naming a missing file. */
export interface ConditionContext {
  values(source: ValueSource): readonly string[];
}
export type ValueSource = { any: readonly string[] } | { list: string };

export interface ConditionMeta<Options> {
  /** The key in a rule file, e.g. `text.words`. */
  name: string;
  /** One sentence for the docs table. */
  summary: string;
  /** Validates the options; `create` never defends against bad ones. */
  schema: z.ZodType<Options>;
  /** What the condition says when the message has nothing of the kind (no text, no link …). */
  absence: string;
  /** A rule fragment for the docs: the value written after the name, in YAML flow style. */
  example: string;
  /** How one result reads, `{name}` taken from `data`: "{count} links (at least {limit})". */
  explain: string;
  /** True when results carry the sender's own words, so that `{{match}}` has something to show. */
  quotes?: true;
  facts?: (options: Options) => FactRequest[];
}

export interface Condition<Options> {
  meta: ConditionMeta<Options>;
  /** Binds options once; the function returned is pure and synchronous. */
  create: (options: Options, context: ConditionContext) => (input: ConditionInput) => ConditionResult;
}
