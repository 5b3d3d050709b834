import { readFileSync } from 'node:fs';

const file = new URL('../fixtures/block_api.json', import.meta.url);
const fixtures = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, unknown>>;

/** A documented answer of the Block Users API; the trace id is any text. */
export function documented(name: string): Record<string, unknown> {
  const fixture = fixtures[name];
  if (fixture === undefined) throw new Error(`No fixture ${name}`);
  return fixture;
}

/** Takes the only member out that differs from call to call. */
export function withoutTrace(body: unknown): unknown {
  const copy = structuredClone(body) as { error?: { fbtrace_id?: string } };
  delete copy.error?.fbtrace_id;
  return copy;
}
