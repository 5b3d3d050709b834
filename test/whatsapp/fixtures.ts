import { readFileSync } from 'node:fs';

/** Documented payload shapes of block_users, by name. */
export const fixtures = JSON.parse(
  readFileSync(new URL('../fixtures/block_api.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, unknown>>;
