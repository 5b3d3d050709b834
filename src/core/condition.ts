import type { z } from 'zod';
import type { FactRequest, Facts } from './facts.ts';
import type { Message } from './message.ts';
import type { SearchIndex } from './search.ts';
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

/** What a condition is created with, the same for all of a ruleset. */
export interface ConditionContext {
  /** The entries of `{ any: [...] }` or `{ list: file }`; throws a ListError naming a missing file. */
  values(source: ValueSource): readonly string[];
  /** Where it enters what it looks for in texts and links. */
  search: SearchIndex;
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
  /**
   * True when it tells nothing of what a sender does, only where they are from or what they write in: a rule with no other condition
   * must not block anybody. With a function: when its options make it so.
   */
  weak?: true | ((options: Options) => boolean);
  facts?: (options: Options) => FactRequest[];
}

export interface Condition<Options> {
  meta: ConditionMeta<Options>;
  /** Binds options once; the function returned is pure and synchronous. */
  create: (options: Options, context: ConditionContext) => (input: ConditionInput) => ConditionResult;
}
