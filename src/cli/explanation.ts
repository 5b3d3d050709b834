import type { Decision, RuleResult, ScoreLine } from '../core/decision.ts';
import { formatDuration } from '../core/duration.ts';
import type { Mode } from '../core/judge.ts';
import type { Message } from '../core/message.ts';
import type { PolicyFor } from '../core/ruleset.ts';
import type { Explained, ExplainedMessage } from '../explain/explain.ts';
import type { Punishment } from '../explain/punishment.ts';
import { printable, type Style } from './output.ts';

export interface ExplanationOptions {
  policyFor: PolicyFor;
  mode: Mode;
  /** Spell out the conditions of rules that do not match as well. */
  all: boolean;
  style: Style;
}

const LONGEST_TEXT = 500;

/** One message's explanation, line by line: who and what, every rule with its numbers, the sum, the decision and what follows. */
export function explanation(explained: Explained, options: ExplanationOptions): string[] {
  const { style } = options;
  switch (explained.kind) {
    case 'no-message':
      return [
        `no message of a person: ${explained.reason === 'no-sender' ? 'it names no sender' : 'not an object'}`,
      ];
    case 'repeated':
      return [
        ...about(explained.message, style),
        'the same message id again: it was decided the first time, nothing happens',
      ];
    case 'message':
      return [
        ...about(explained.message, style),
        `          ${history(explained)}`,
        '',
        ...ruleLines(explained.evaluation.rules, options),
        '',
        ...sumLines(explained.decision, style),
        ...decisionLines(explained, options),
      ];
  }
}

function about(
  { type, rawType, sender, text, links, forwarded, groupId, sentAt }: Message,
  style: Style,
): string[] {
  const name = sender.name === null ? '' : ` “${sender.name}”`;
  const kind = type === 'unknown' ? `unknown type “${rawType}”` : type;
  const marks = [
    forwarded === 'no' ? null : forwarded === 'once' ? 'forwarded' : 'forwarded many times',
    groupId === null ? null : 'in a group',
  ].filter((mark) => mark !== null);
  const who = sender.phone === null ? sender.id : `+${sender.phone}`;
  const quoted =
    text === '' ? '(no text)' : `“${text.slice(0, LONGEST_TEXT)}${text.length > LONGEST_TEXT ? '…' : ''}”`;
  const hosts = [...new Set(links.map(({ host }) => host))].join(', ');
  const lines = [
    `message   ${[kind, ...marks].join(', ')} from ${who}${name}, sent ${new Date(sentAt).toISOString()}`,
    `          ${quoted}`,
    ...(hosts === '' ? [] : [`          links to ${hosts}`]),
  ].map((line) => printable(line));
  return lines.map((line, index) => (index === 0 ? style.bold(line) : line));
}

function history({ facts, message }: ExplainedMessage): string {
  if (facts.messagesSeen === 0) return 'first message of this sender';
  const since = Math.max(0, message.sentAt - facts.firstSeenAt);
  return `${facts.messagesSeen} seen from this sender before, the first ${formatDuration(since)} ago`;
}

function ruleLines(rules: readonly RuleResult[], { all, style }: ExplanationOptions): string[] {
  const matched = rules.filter((rule) => rule.matched);
  const head = `rules     ${matched.length} of ${rules.length} match`;
  return [
    style.bold(head),
    ...rules.flatMap((rule) => (rule.matched || all ? whole(rule, style) : [short(rule, style)])),
  ];
}

function whole(rule: RuleResult, style: Style): string[] {
  const marks = [
    rule.score === 0 ? null : signed(rule.score),
    rule.then === null ? null : demand(rule.then),
    rule.group === null ? null : `group ${rule.group}`,
    rule.stop ? 'stop' : null,
    rule.mode === 'monitor' ? 'monitor: never counts' : null,
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

/** A rule that does not match in one line: the numbers of the conditions that were not met, or of those a `not` holds against it. */
function short({ ruleId, conditions }: RuleResult, style: Style): string {
  const missing = conditions.filter(({ matched }) => !matched);
  const why = (missing.length > 0 ? missing : conditions).map(({ name, text }) => `${name} ${text}`);
  return style.dim(printable(`  – ${ruleId}: ${why.join('; ')}`));
}

const signed = (score: number): string => (score < 0 ? String(score) : `+${score}`);
const demand = ({ action, cooldownMs }: NonNullable<RuleResult['then']>): string =>
  cooldownMs === null ? action : `${action} ${formatDuration(cooldownMs)}`;

function sumLines({ lines, score }: Decision, style: Style): string[] {
  const row = (left: string, right: string): string => `  ${left.padStart(8)}  ${right}`;
  return [
    style.bold('sum'),
    ...lines.map((line) =>
      row(line.counted === 0 ? '0' : signed(line.counted), `${line.ruleId}${note(line)}`),
    ),
    row(`= ${score}`, lines.length === 0 ? '(no rule with a score matches)' : ''),
  ].map((line) => line.trimEnd());
}

function note({ score, note: why }: ScoreLine): string {
  switch (why) {
    case null:
      return '';
    case 'monitor':
      return ` (${signed(score)}, but the rule is in monitor mode)`;
    case 'group':
      return ` (${signed(score)}, but a stronger rule of its group counts)`;
    case 'stopped':
      return ` (${signed(score)}, but a rule before it says stop)`;
  }
}

function decisionLines(
  { message, decision, effect, punishment }: ExplainedMessage,
  options: ExplanationOptions,
): string[] {
  const { policyFor, mode, style } = options;
  const policy = policyFor(message.phoneNumberId, message.displayPhoneNumber);
  const { action, reasons, limitedBy } = decision;
  const paint =
    action === 'allow' ? style.green : action === 'flag' || action === 'warn' ? style.yellow : style.red;
  const scale = `(flag at ${policy.flagAt}, cooldown at ${policy.cooldownAt}, block at ${policy.blockAt})`;
  const lines = [`${style.bold('decision')}  ${paint(action)} ${scale}`];
  if (limitedBy !== null) lines.push(`          held back: ${LIMITS[limitedBy]}`);
  for (const { ruleId, text } of reasons) lines.push(printable(`          ${ruleId}: ${text}`));
  if (punishment !== null) lines.push(`          ${sentence(punishment)}`);
  if (punishment !== null && mode === 'monitor')
    lines.push('          monitor mode: this is recorded, nobody is blocked');
  if (effect !== null && effect !== 'opened') lines.push(`          ${EFFECTS[effect]}`);
  return lines;
}

const LIMITS: Readonly<Record<NonNullable<Decision['limitedBy']>, string>> = {
  protected: 'the sender is protected (protect in policy.yaml, lists/protected.txt), so nothing happens',
  'group-message': 'messages in groups are at most flagged',
  'allow-rule': 'a rule with “then: allow” excuses what the score would bring',
};

const EFFECTS = {
  evidence: 'the sender is being kept out already: this only adds evidence, no second strike',
  held: 'the brake would hold this block for you to look at',
  'too-old': 'the message is older than the end of the last block: it starts no new one',
  foreign: 'somebody else blocked this sender at Meta: Cordon leaves that alone',
} as const;

function sentence(punishment: Punishment): string {
  switch (punishment.kind) {
    case 'for-good':
      return 'blocked until you lift it';
    case 'fixed':
      return `kept out for ${formatDuration(punishment.ms)}, the length the rule names`;
    case 'ladder': {
      const { offence, ms, longestMs, nextMs } = punishment;
      const upTo = longestMs > ms ? ` (up to ${formatDuration(longestMs)} with jitter)` : '';
      const next = nextMs.map((length) => (length === null ? 'for good' : formatDuration(length)));
      const later = next.length === 0 ? 'the last step of the ladder' : `then ${next.join(', ')}`;
      return `kept out for ${formatDuration(ms)}${upTo}: offence ${offence}, ${later}`;
    }
  }
}
