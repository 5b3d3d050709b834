import type { ConditionTrace, Decision, RuleResult, ScoreLine } from '../core/decision.ts';
import { formatDuration } from '../core/duration.ts';
import type { TrustLevel } from '../core/trust.ts';
import { DEFAULT_RULE_TRUST } from '../core/trust.ts';
import { printable, type Style } from './output.ts';

/** Every rule with its numbers: those that match line by line, others in one line unless `all`. */
export function ruleLines(
  rules: readonly RuleResult[],
  { all, style, trust }: { all: boolean; style: Style; trust: TrustLevel },
): string[] {
  const matched = rules.filter((rule) => rule.matched);
  const head = `rules     ${matched.length} of ${rules.length} match`;
  return [
    style.bold(head),
    ...rules.flatMap((rule) => (rule.matched || all ? whole(rule, trust, style) : [short(rule, style)])),
  ];
}

function whole(rule: RuleResult, trust: TrustLevel, style: Style): string[] {
  const marks = [
    rule.score === 0 ? null : signed(rule.score),
    rule.then === null ? null : demand(rule.then),
    rule.group === null ? null : `group ${rule.group}`,
    rule.stop ? 'stop' : null,
    rule.mode === 'monitor' ? 'monitor: never counts' : null,
    rule.held ? heldBack(rule, trust) : rule.trust === DEFAULT_RULE_TRUST ? null : `up to ${rule.trust}`,
  ].filter((mark) => mark !== null);
  const line = `${rule.ruleId} (${marks.join(', ')})${rule.reason === '' ? '' : ` ${rule.reason}`}`;
  const mark = rule.matched ? '✔' : '–';
  const title = printable(`  ${mark} ${line}`);
  return [
    rule.matched ? style.yellow(title) : title,
    ...rule.conditions.map(({ path, matched, text }) => {
      const condition = printable(`      ${matched ? '✔' : '–'} ${path}: ${text}`);
      return matched ? condition : style.dim(condition);
    }),
  ];
}

const heldBack = (rule: RuleResult, trust: TrustLevel): string =>
  `held back: sender is ${trust}; this rule may act up to ${rule.trust}`;

/** A rule that does not match in one line: the numbers of what speaks against it, be it not met or held against it by `not` or `unless`. */
function short({ ruleId, conditions }: RuleResult, style: Style): string {
  const against = conditions.filter(({ matched, wanted }) => matched !== wanted);
  const why = (against.length > 0 ? against : conditions).map(brief);
  return style.dim(printable(`  – ${ruleId}: ${why.join('; ')}`));
}

/** These say what they are in their text. */
const SELF_EXPLAINED = ['matched', 'score', 'use', 'expires', 'error'];

function brief({ path, name, text }: ConditionTrace): string {
  const told = SELF_EXPLAINED.includes(name) ? text : `${name} ${text}`;
  return path.startsWith('unless') ? `unless: ${told}` : told;
}

const signed = (score: number): string => (score < 0 ? String(score) : `+${score}`);
const demand = ({ action, cooldownMs }: NonNullable<RuleResult['then']>): string =>
  cooldownMs === null ? action : `${action} ${formatDuration(cooldownMs)}`;

/** The sum as it is added up, a line for every rule with a score, also for those that count nothing. */
export function sumLines(
  { lines, score }: Decision,
  rules: readonly RuleResult[],
  { style, trust }: { style: Style; trust: TrustLevel },
): string[] {
  const row = (left: string, right: string): string => `  ${left.padStart(8)}  ${right}`;
  const noteOf = (line: ScoreLine): string => {
    const why = note(line, rules, trust);
    return why === null ? '' : ` (${worth(line, rules)}, but ${why})`;
  };
  return [
    style.bold('sum'),
    ...lines.map((line) =>
      row(line.counted === 0 ? '0' : signed(line.counted), `${line.ruleId}${noteOf(line)}`),
    ),
    row(`= ${score}`, lines.length === 0 ? '(no rule with a score matches)' : ''),
  ].map((line) => line.trimEnd());
}

/** What the rule would have brought. */
function worth({ ruleId, score }: ScoreLine, rules: readonly RuleResult[]): string {
  const then = rules.find((rule) => rule.ruleId === ruleId)?.then ?? null;
  return score !== 0 || then === null ? signed(score) : demand(then);
}

function note(
  { ruleId, note: why }: ScoreLine,
  rules: readonly RuleResult[],
  trust: TrustLevel,
): string | null {
  switch (why) {
    case null:
      return null;
    case 'monitor':
      return 'the rule is in monitor mode';
    case 'group':
      return 'a stronger rule of its group counts';
    case 'stopped':
      return 'a rule before it says stop';
    case 'trust': {
      const rule = rules.find((one) => one.ruleId === ruleId);
      return `the sender is ${trust}; this rule may act up to ${rule?.trust ?? DEFAULT_RULE_TRUST}`;
    }
  }
}
