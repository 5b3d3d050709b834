import type { z } from 'zod';
import type {
  Condition,
  ConditionContext,
  ConditionInput,
  ConditionMeta,
  ConditionResult,
} from '../core/condition.ts';
import type { FactRequest } from '../core/facts.ts';

export type ConditionTest = (input: ConditionInput) => ConditionResult;

/** Options that passed a condition's schema, ready to be bound. */
export interface PreparedCondition {
  facts: readonly FactRequest[];
  /** Throws when a list it names is missing or holds what the condition cannot use. */
  create: (context: ConditionContext) => ConditionTest;
}

/** A condition whose option type is its own business: what the compiler of rules sees. */
export interface RegisteredCondition {
  meta: Omit<ConditionMeta<unknown>, 'facts' | 'schema' | 'weak'> & {
    schema: z.ZodType;
    /** False: never; of others by their options as written, which must suit the schema. */
    weak: boolean | ((options: unknown) => boolean);
  };
  prepare: (
    options: unknown,
  ) => { ok: true; condition: PreparedCondition } | { ok: false; error: z.ZodError };
}

export function register<Options>({ meta, create }: Condition<Options>): RegisteredCondition {
  const { weak } = meta;
  return {
    meta: {
      ...meta,
      weak: typeof weak === 'function' ? (raw) => weak(meta.schema.parse(raw)) : weak === true,
    },
    prepare: (raw) => {
      const parsed = meta.schema.safeParse(raw);
      if (!parsed.success) return { ok: false, error: parsed.error };
      const options = parsed.data;
      return {
        ok: true,
        condition: { facts: meta.facts?.(options) ?? [], create: (context) => create(options, context) },
      };
    },
  };
}
