/** Parsed JSON of foreign origin, looked at without trusting any of it. */
export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as a list; anything else is an empty one. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Identifiers come as strings, now and then as numbers; everything else is none. */
export function asId(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? String(value) : null;
}

/**
 * Replaces, in place, whatever lies deeper than `levels` by null. `JSON.parse` takes any depth but `JSON.stringify`
 * overflows the stack at some thousand levels, and a message that cannot be stored would be redelivered for a week.
 */
export function limitDepth(value: unknown, levels: number): void {
  if (typeof value !== 'object' || value === null) return;
  const container = value as JsonObject;
  for (const key of Object.keys(container)) {
    const child = container[key];
    if (typeof child !== 'object' || child === null) continue;
    if (levels === 0) container[key] = null;
    else limitDepth(child, levels - 1);
  }
}
