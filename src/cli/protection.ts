import { loadRuleset } from '../ruleset/load.ts';
import { createProtectedStore } from '../store/protected-store.ts';
import type { Attached } from './attach.ts';

/** Why somebody is never blocked. `since` in ms. */
export type Protection = { by: 'hand'; since: number } | { by: 'rules' };

/** The protection of a person known by these names; that of rule files counts when they can be read, for one number as for all. */
export async function protectionOf(
  { redis, keys, config }: Pick<Attached, 'redis' | 'keys' | 'config'>,
  names: readonly string[],
): Promise<Protection | null> {
  const since = (await createProtectedStore(redis, keys).since(names)).find((at) => at !== null) ?? null;
  if (since !== null) return { by: 'hand', since };
  const loaded = await loadRuleset(config.rulesDir);
  const byRules = loaded.ok && names.some((name) => loaded.ruleset.protectedAnywhere.has(name));
  return byRules ? { by: 'rules' } : null;
}
