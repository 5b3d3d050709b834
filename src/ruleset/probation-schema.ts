import { z } from 'zod';
import type { ProbationPolicy } from '../core/policy.ts';
import { duration, threshold } from './policy-values.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import type { Path, YamlSource } from './yaml-source.ts';

const at = z.strictObject({ at: threshold }).optional();

/** `actions.probation` as written; `off` is for a number that does without. */
export const probationSchema = z
  .union([
    z.literal('off', { error: 'expected off' }),
    z.strictObject({ for: duration.prefault('7d'), flag: at, cooldown: at, block: at }),
  ])
  .default('off');

type Level = 'flag' | 'cooldown' | 'block';
type Actions = Readonly<Record<Level, { at: number }>> & { probation: z.output<typeof probationSchema> };

/** What probation does not mention holds as it does for everybody else; null = there is none. */
export function probationOf({ probation, flag, cooldown, block }: Actions): ProbationPolicy | null {
  if (probation === 'off') return null;
  return {
    forMs: probation.for,
    flagAt: probation.flag?.at ?? flag.at,
    cooldownAt: probation.cooldown?.at ?? cooldown.at,
    blockAt: probation.block?.at ?? block.at,
  };
}

/** Where it is milder than what holds for everybody else, out of order, or changes nothing. */
export function probationProblems(source: YamlSource, base: Path, actions: Actions): Problem[] {
  const strict = probationOf(actions);
  if (strict === null) return [];
  const levels = [
    { name: 'flag', at: strict.flagAt, usual: actions.flag.at },
    { name: 'cooldown', at: strict.cooldownAt, usual: actions.cooldown.at },
    { name: 'block', at: strict.blockAt, usual: actions.block.at },
  ];
  const complain = (path: Path, message: string): Problem =>
    problem(source.file, source.at([...base, 'actions', 'probation', ...path]), message);
  const milder = levels.filter((level) => level.at > level.usual);
  const falls = levels.flatMap((level, index) => {
    const below = levels[index - 1];
    return below !== undefined && below.at > level.at ? [{ level, below }] : [];
  });
  const problems = [
    ...milder.map(({ name, at: now, usual }) =>
      complain([name, 'at'], `on probation ${name} starts at ${now}, above the ${usual} of everybody else`),
    ),
    ...falls.map(({ level, below }) =>
      complain(
        [level.name, 'at'],
        `on probation ${level.name} starts at ${level.at}, below ${below.name} at ${below.at}; lower that too`,
      ),
    ),
  ];
  if (problems.length === 0 && levels.every((level) => level.at === level.usual))
    return [
      complain([], 'probation changes nothing: give flag, cooldown or block a lower `at`, or leave it out'),
    ];
  return problems;
}
