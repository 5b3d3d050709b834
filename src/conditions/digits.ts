import { z } from 'zod';
import type { ValueSource } from '../core/condition.ts';
import type { ProblemOf } from './shapes.ts';
import { checkedValues } from './shapes.ts';

/** YAML reads `+49` and `100000000000010` as numbers; those here are meant as they are written. */
const written = z.int().transform(String);
const numbers = z.union([
  written,
  z.array(z.union([written, z.string()])),
  z.strictObject({ any: z.array(z.union([written, z.string()])) }),
]);

/** Values that are digits: written as numbers or as text. */
export const digitsSchema = (problemOf: ProblemOf): z.ZodType<ValueSource> =>
  z.preprocess((value) => {
    const read = numbers.safeParse(value);
    return read.success ? read.data : value;
  }, checkedValues(problemOf));

/** The digits of a number in any usual writing, `+` and `00` in front dropped; null for anything else. */
export function digitsIn(entry: string): string | null {
  const text = entry.normalize('NFKC').replace(/[\s().\-–—/]/g, '');
  return /^(?:\+|00)?(\d+)$/.exec(text)?.[1] ?? null;
}
