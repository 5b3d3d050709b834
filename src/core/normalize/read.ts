/** Reading foreign JSON: own properties only, a wrong type is the same as nothing, and no call ever throws. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function items(value: unknown, atMost: number): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, atMost) : [];
}

/** A string that is more than white space, as it is; null otherwise. */
export function string(value: unknown): string | null {
  return typeof value === 'string' && /\S/u.test(value) ? value : null;
}

/** Some gateways send flags as words. */
export function flag(value: unknown): boolean {
  return value === true || value === 'true';
}
