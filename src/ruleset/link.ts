import type { MatchedNode, RuleSpec } from '../core/rule-node.ts';
import { circlesIn } from './circles.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import type { LoadedRule } from './rule-file.ts';

/** A rule that asks for a rule that asks for a rule …: beyond this nobody can tell why it matched. */
const MAX_STEPS = 16;
/** Of a circle that is longer, the rest is only counted. */
const MAX_SHOWN = 16;

/**
 * Ties rules to those whose answers they ask for (`matched`, `score`) and fills in `scored`, the rules whose points make up the score.
 * Rules nobody wrote were reported where they are named. The rules returned know the facts of those they ask for.
 */
export function linkRules(
  loaded: readonly LoadedRule[],
  scored: RuleSpec[],
): { rules: LoadedRule[]; problems: Problem[] } {
  const byId = new Map(loaded.map((rule) => [rule.id, rule]));
  const problems: Problem[] = [];
  const named = new Map(loaded.map((rule) => [rule, askedBy(rule, byId, problems)]));
  const { circles, order } = circlesIn(loaded, (rule) => named.get(rule) ?? []);
  for (const circle of circles) problems.push(circleProblem(circle));
  if (circles.length > 0) return { rules: [...loaded], problems };

  const steps = new Map<LoadedRule, number>();
  const byScore = new Set<LoadedRule>();
  for (const rule of order) {
    const below = named.get(rule) ?? [];
    const depth = Math.max(0, ...below.map((other) => (steps.get(other) ?? 0) + 1));
    steps.set(rule, depth);
    if (depth === MAX_STEPS + 1)
      problems.push(
        problem(rule.file, rule, `rule '${rule.id}' asks for others through more than ${MAX_STEPS} steps`),
      );
    if (rule.asks.some(({ kind }) => kind === 'score') || below.some((other) => byScore.has(other)))
      byScore.add(rule);
  }
  const counted = loaded.filter((rule) => rule.mode === 'enforce' && !byScore.has(rule));
  scored.push(...counted.map(({ spec }) => spec));
  if (byScore.size > 0) for (const { spec } of counted) spec.asked = true;
  return { rules: withFacts(loaded, order, named, byScore), problems };
}

/** The rules one names by `matched`, and what is wrong with that. */
function askedBy(rule: LoadedRule, byId: ReadonlyMap<string, LoadedRule>, problems: Problem[]): LoadedRule[] {
  return rule.asks.flatMap((node) => {
    if (node.kind === 'score') return [];
    const say = (message: string): unknown => problems.push(problem(node.file, node.at, message));
    const found = node.ids.flatMap((id) => {
      const other = byId.get(id);
      if (other === undefined) return [];
      if (other.mode === 'off' && rule.mode !== 'off') problems.push(asleep(node, other));
      if (other.mode === 'monitor' && rule.mode === 'enforce') say(onlyWatched(rule, other));
      return [other];
    });
    const ready = found.filter(({ mode }) => mode !== 'off').map(({ spec }) => spec);
    // A block is linked once for every rule that uses it, each time to the same rules.
    if (node.rules.length === 0) node.rules.push(...ready);
    for (const spec of ready) spec.asked = true;
    return found;
  });
}

const asleep = ({ file, at }: MatchedNode, { id, modeSetAt: by }: LoadedRule): Problem =>
  problem(
    file,
    at,
    `rule '${id}' is off${by === null ? '' : ` by ${by.file}:${by.line}`}, so it never matches`,
    'warning',
    'dead-reference',
  );

function onlyWatched(rule: LoadedRule, { id, modeSetAt: by }: LoadedRule): string {
  const where = by === null ? '' : ` by ${by.file}:${by.line}`;
  return `rule '${id}' is in monitor mode${where}: it must not count, so rule '${rule.id}' may ask for it only in monitor mode itself`;
}

function circleProblem(circle: readonly LoadedRule[]): Problem {
  const [first, next = first] = circle;
  if (first === undefined || next === undefined) throw new Error('a circle without rules');
  const node = first.asks.find((ask) => ask.kind === 'matched' && ask.ids.includes(next.id));
  const ids = circle.map(({ id }) => id);
  const shown = ids.length > MAX_SHOWN ? [...ids.slice(0, MAX_SHOWN), `${ids.length - MAX_SHOWN} more`] : ids;
  const way = [...shown, first.id].join(' → ');
  const message =
    circle.length === 1
      ? `rule '${first.id}' asks whether it matched itself`
      : `these rules ask for each other in a circle: ${way}`;
  return problem(node?.file ?? first.file, node?.at ?? first, message);
}

/** Whoever asks for the score gets the facts of all: hardly more than it takes, and shared. */
function withFacts(
  loaded: readonly LoadedRule[],
  order: readonly LoadedRule[],
  named: ReadonlyMap<LoadedRule, readonly LoadedRule[]>,
  byScore: ReadonlySet<LoadedRule>,
): LoadedRule[] {
  const facts = new Map<LoadedRule, LoadedRule['facts']>();
  const all = byScore.size === 0 ? [] : distinctFacts(loaded.flatMap((rule) => rule.facts));
  for (const rule of order) {
    const below = named.get(rule) ?? [];
    if (byScore.has(rule)) facts.set(rule, all);
    else if (below.length > 0)
      facts.set(rule, distinctFacts([rule, ...below].flatMap((one) => facts.get(one) ?? one.facts)));
  }
  return loaded.map((rule) => ({ ...rule, facts: facts.get(rule) ?? rule.facts }));
}

const distinctFacts = (facts: LoadedRule['facts']): LoadedRule['facts'] => [
  ...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values(),
];
