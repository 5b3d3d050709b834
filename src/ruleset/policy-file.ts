import type { Policy } from '../core/policy.ts';
import type { Lists } from './lists.ts';
import type { Problem } from './problem.ts';
import { hasErrors, problem } from './problem.ts';
import { mergedParts, readNumbers } from './policy-numbers.ts';
import type { People } from './policy-people.ts';
import { readPeople, together } from './policy-people.ts';
import type { AuditParts, PolicyParts } from './policy-schema.ts';
import { policySchema } from './policy-schema.ts';
import { probationOf, probationProblems } from './probation-schema.ts';
import { warnPolicy, warnProblems } from './warn-schema.ts';
import type { Path, YamlSource } from './yaml-source.ts';
import { zodProblems } from './zod-problems.ts';

export const POLICY_FILE = 'policy.yaml';

/** What holds in general and, by the digits of a number or its id, what holds there instead. */
export interface Policies {
  base: Policy;
  numbers: ReadonlyMap<string, Policy>;
}

/** The lowest score that leads to a cooldown at any number. */
export const lowestCooldown = ({ base, numbers }: Policies): number =>
  Math.min(...[base, ...numbers.values()].map(({ cooldownAt }) => cooldownAt));

/** Reads policy.yaml (`null` = there is none: all defaults). Thresholds and lengths are checked against each other, for every number. */
export function readPolicy(
  source: YamlSource | null,
  lists: Lists,
): { policies: Policies | null; problems: Problem[] } {
  const where = source ?? EMPTY;
  const value = where.value ?? {};
  const parsed = policySchema.safeParse(value);
  const own = readNumbers(where);
  const problems = [...own.problems];
  if (!parsed.success) {
    problems.push(...zodProblems(where, [], parsed.error, policySchema));
    return { policies: null, problems };
  }
  const general = contradictions(where, [], parsed.data);
  const { people, problems: strangers } = readPeople(where, [], parsed.data, lists, true);
  problems.push(...general, ...strangers);
  const numbers = new Map<string, Policy>();
  for (const part of own.numbers) {
    const added = readPeople(where, part.path, part.own, lists, false);
    const merged = mergedParts(value, part.written);
    // What is wrong for all is said once, where it is written.
    const echoed = new Set(general.map(({ message }) => message));
    const contrary = contradictions(where, part.path, merged).filter(({ message }) => !echoed.has(message));
    problems.push(...added.problems, ...contrary);
    numbers.set(part.digits, policyOf(merged, together(people, added.people), parsed.data.audit));
  }
  if (hasErrors(problems)) return { policies: null, problems };
  return { policies: { base: policyOf(parsed.data, people, parsed.data.audit), numbers }, problems };
}

function policyOf({ actions, brake }: PolicyParts, people: People, audit: AuditParts): Policy {
  const { flag, cooldown, block } = actions;
  const probation = probationOf(actions);
  return {
    flagAt: flag.at,
    cooldownAt: cooldown.at,
    blockAt: block.at,
    ladder: {
      ...cooldown.ladder,
      afterLadder: cooldown.after_ladder,
      jitter: cooldown.jitter,
      strikesExpireMs: cooldown.strikes_expire,
    },
    ...(probation === null ? {} : { probation }),
    ...people,
    brake: {
      establishedSenders: brake.established_senders,
      shareOfActiveSenders: brake.share_of_active_senders,
      minBlocks: brake.min_blocks,
      blocksPerMinute: brake.blocks_per_minute,
    },
    audit: { evidence: audit.evidence, keepMs: audit.keep },
    ...warnPolicy(actions.warn),
  };
}

const EMPTY: YamlSource = {
  file: POLICY_FILE,
  value: {},
  at: () => ({ line: 1, column: 1 }),
  written: () => null,
};

function contradictions(source: YamlSource, base: Path, { actions }: PolicyParts): Problem[] {
  const { flag, cooldown, block } = actions;
  const problems: Problem[] = [];
  if (flag.at > cooldown.at) {
    const message = `cooldown starts at ${cooldown.at}, below flag at ${flag.at}`;
    problems.push(problem(source.file, source.at([...base, 'actions', 'cooldown', 'at']), message));
  }
  if (cooldown.at > block.at) {
    const message = `block starts at ${block.at}, below cooldown at ${cooldown.at}`;
    problems.push(problem(source.file, source.at([...base, 'actions', 'block', 'at']), message));
  }
  problems.push(...warnProblems(source, base, actions));
  const { stepsMs } = cooldown.ladder;
  const falls = stepsMs.findIndex((step, index) => step < (stepsMs[index - 1] ?? 0));
  if (falls !== -1) {
    const message = 'the ladder gets shorter: a repeat would be punished less than the offence before it';
    problems.push(
      problem(source.file, source.at([...base, 'actions', 'cooldown', 'ladder', falls]), message),
    );
  }
  return [...problems, ...probationProblems(source, base, actions)];
}
