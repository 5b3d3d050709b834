import { z } from 'zod';

/** What a schema says of a value that is refused; nothing when it is fine. */
export function messagesOf(schema: z.core.$ZodType, value: unknown): string[] {
  const { error } = z.core.safeParse(schema, value);
  return (error?.issues ?? []).map(({ message }) => message);
}
