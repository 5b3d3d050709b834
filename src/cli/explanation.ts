import type { Decision } from '../core/decision.ts';
import { formatDuration } from '../core/duration.ts';
import type { Mode } from '../core/judge.ts';
import type { Message } from '../core/message.ts';
import type { Policy } from '../core/policy.ts';
import { onProbation, stricterThresholds } from '../core/probation.ts';
import type { PolicyFor } from '../core/ruleset.ts';
import type { Explained, ExplainedMessage } from '../explain/explain.ts';
import type { Punishment } from '../explain/punishment.ts';
import { ruleLines, sumLines } from './explanation-rules.ts';
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
        ...ruleLines(explained.evaluation.rules, { ...options, trust: explained.facts.trust }),
        '',
        ...sumLines(explained.decision, explained.evaluation.rules, { style, trust: explained.facts.trust }),
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
  const trust = `trust: ${facts.trust}`;
  if (facts.messagesSeen === 0) return `first message of this sender, ${trust}`;
  const since = formatDuration(Math.max(0, message.sentAt - facts.firstSeenAt));
  return `${facts.messagesSeen} seen from this sender before, the first ${since} ago, ${trust}`;
}

function decisionLines(
  { message, decision, effect, punishment, warning }: ExplainedMessage,
  options: ExplanationOptions,
): string[] {
  const { policyFor, mode, style } = options;
  const ordinary = policyFor(message.phoneNumberId, message.displayPhoneNumber);
  const { action, reasons, limitedBy, probation } = decision;
  const policy = probation === null ? ordinary : onProbation(ordinary);
  const paint =
    action === 'allow' ? style.green : action === 'flag' || action === 'warn' ? style.yellow : style.red;
  const warnAt = policy.warn === undefined ? '' : `warn at ${policy.warn.at}, `;
  const scale = `(flag at ${policy.flagAt}, ${warnAt}cooldown at ${policy.cooldownAt}, block at ${policy.blockAt})`;
  const lines = [`${style.bold('decision')}  ${paint(action)} ${scale}`];
  if (probation !== null) {
    const until = new Date(probation.until).toISOString();
    lines.push(`          on probation until ${until}: ${stricterThresholds(ordinary)}`);
  }
  if (limitedBy !== null) lines.push(`          held back: ${LIMITS[limitedBy]}`);
  for (const { ruleId, text } of reasons) lines.push(printable(`          ${ruleId}: ${text}`));
  if (punishment !== null) lines.push(`          ${sentence(punishment)}`);
  if (punishment !== null && mode === 'monitor')
    lines.push('          monitor mode: this is recorded, nobody is blocked');
  lines.push(...warningLines(warning, action, policy, mode));
  if (effect !== null && effect !== 'opened') lines.push(`          ${EFFECTS[effect]}`);
  return lines;
}

function warningLines(
  warning: string | null,
  action: Decision['action'],
  { warn }: Policy,
  mode: Mode,
): string[] {
  if (warning === null)
    return action === 'warn' && warn === undefined
      ? ['          nothing is sent: policy.yaml has no warn (actions)']
      : [];
  const { count, withinMs } = warn?.atMost ?? { count: 0, withinMs: 0 };
  const how = mode === 'monitor' ? 'would be warned' : 'is warned';
  const when = action === 'warn' ? '' : ' first';
  const but = mode === 'monitor' ? ' (monitor mode: nothing is sent)' : '';
  return [
    `          the sender ${how}${when}${but}, at most ${count} per ${formatDuration(withinMs)}:`,
    ...warning.split('\n').map((line) => printable(`            ${line}`)),
  ];
}

const LIMITS: Readonly<Record<NonNullable<Decision['limitedBy']>, string>> = {
  protected: 'the sender is protected (protect in policy.yaml, lists/protected.txt), so nothing happens',
  trust: 'the sender is trusted more than rules that match may act against (trust: in those rules)',
  'group-message': 'messages in groups are at most flagged',
  'allow-rule': 'a rule with “then: allow” excuses what the score would bring',
};

const EFFECTS = {
  evidence: 'the sender is being kept out already: this only adds evidence, no second strike',
  held: 'the brake would hold this block for you to look at',
  withdrawn:
    'the block that waited for this sender is dropped: the rules in force would not make it any more',
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
