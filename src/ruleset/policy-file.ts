import type { Policy } from '../core/policy.ts';
import type { Lists } from './lists.ts';
import { ListError } from './lists.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import type { PolicyFile } from './policy-schema.ts';
import { policySchema } from './policy-schema.ts';
import { protectedId } from './protected-id.ts';
import type { YamlSource } from './yaml-source.ts';
import { zodProblems } from './zod-problems.ts';

export const POLICY_FILE = 'policy.yaml';
/** Protects even when policy.yaml does not name it: forgetting a line must never unprotect people. */
export const PROTECTED_LIST = 'lists/protected.txt';

/** Reads policy.yaml (`null` = there is none: all defaults). Thresholds and lengths are checked against each other. */
export function readPolicy(
  source: YamlSource | null,
  lists: Lists,
): { policy: Policy | null; problems: Problem[] } {
  const where = source ?? EMPTY;
  const parsed = policySchema.safeParse(where.value ?? {});
  if (!parsed.success) return { policy: null, problems: zodProblems(where, [], parsed.error, policySchema) };
  const file = parsed.data;
  const problems = contradictions(where, file);
  const people = readProtected(where, file, lists);
  problems.push(...people.problems);
  if (problems.some(({ severity }) => severity === 'error')) return { policy: null, problems };

  const { flag, cooldown, block } = file.actions;
  const { brake } = file;
  const policy: Policy = {
    flagAt: flag.at,
    cooldownAt: cooldown.at,
    blockAt: block.at,
    ladder: {
      stepsMs: cooldown.ladder,
      afterLadder: cooldown.after_ladder,
      jitter: cooldown.jitter,
      strikesExpireMs: cooldown.strikes_expire,
    },
    protectedSenders: people.ids,
    brake: {
      establishedSenders: brake.established_senders,
      shareOfActiveSenders: brake.share_of_active_senders,
      minBlocks: brake.min_blocks,
      blocksPerMinute: brake.blocks_per_minute,
    },
  };
  return { policy, problems };
}

const EMPTY: YamlSource = {
  file: POLICY_FILE,
  value: {},
  at: () => ({ line: 1, column: 1 }),
  written: () => null,
};

function contradictions(source: YamlSource, { actions }: PolicyFile): Problem[] {
  const { flag, cooldown, block } = actions;
  const problems: Problem[] = [];
  if (flag.at > cooldown.at) {
    const message = `cooldown starts at ${cooldown.at}, below flag at ${flag.at}`;
    problems.push(problem(source.file, source.at(['actions', 'cooldown', 'at']), message));
  }
  if (cooldown.at > block.at) {
    const message = `block starts at ${block.at}, below cooldown at ${cooldown.at}`;
    problems.push(problem(source.file, source.at(['actions', 'block', 'at']), message));
  }
  const falls = cooldown.ladder.findIndex((step, index) => step < (cooldown.ladder[index - 1] ?? 0));
  if (falls !== -1) {
    const message = 'the ladder gets shorter: a repeat would be punished less than the offence before it';
    problems.push(problem(source.file, source.at(['actions', 'cooldown', 'ladder', falls]), message));
  }
  return problems;
}

function readProtected(
  source: YamlSource,
  { protect }: PolicyFile,
  lists: Lists,
): { ids: ReadonlySet<string>; problems: Problem[] } {
  const ids = new Set<string>();
  const problems: Problem[] = [];
  const add = (written: string, report: (message: string) => Problem): void => {
    const parsed = protectedId(written);
    if ('id' in parsed) ids.add(parsed.id);
    else problems.push(report(parsed.problem));
  };
  for (const [index, member] of protect.staff.entries()) {
    const path = ['protect', 'staff', index];
    add(source.written(path) ?? String(member), (message) => problem(source.file, source.at(path), message));
  }
  const name = protect.senders ?? (lists.has(PROTECTED_LIST) ? PROTECTED_LIST : null);
  if (name === null) return { ids, problems };
  try {
    for (const entry of lists.get(name))
      add(entry.value, (message) => problem(name.replace(/^\.\//, ''), entry, message));
  } catch (error) {
    if (!(error instanceof ListError)) throw error;
    problems.push(problem(source.file, source.at(['protect', 'senders']), error.message));
  }
  return { ids, problems };
}
