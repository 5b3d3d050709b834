import type { AuditLine, Evidence } from '../core/audit.ts';
import type { Action, Probation } from '../core/decision.ts';

/** One audit line as people read it. `at` in ms. */
export interface AuditEvent {
  at: number;
  what: string;
  why: string;
}

export function auditEvent(line: AuditLine): AuditEvent {
  switch (line.kind) {
    case 'decision': {
      const { action, score, mode, effect, limitedBy, reasons, monitored, probation } = line;
      const so = mode === 'monitor' ? ', monitor mode' : effect === null ? '' : ` (${effect})`;
      const limit = limitedBy === null ? '' : `, held back: ${limitedBy}`;
      const warned = line.warning === 'watched' ? ', would be warned' : '';
      const strict = probation === undefined ? '' : `, on probation${instead(probation, action)}`;
      const watched = monitored.map((one) => `${one.ruleId} (watched)${found(one)}`);
      const wrote = line.text === undefined ? [] : [`wrote: ${line.text}`];
      const why = [...reasons.map(because), ...watched, ...wrote].join('; ');
      return { at: line.at, what: `${action}, score ${score}${so}${limit}${strict}${warned}`, why };
    }
    case 'late':
      return { at: line.sentAt, what: 'late message', why: 'older than 24 hours when it came; not judged' };
    case 'enforcement': {
      const code = line.code === null ? '' : ` (code ${line.code})`;
      const said = line.detail === undefined || line.detail === line.reason ? '' : `: ${line.detail}`;
      const why = line.reason === 'ok' ? '' : `${line.reason}${code}${said}`;
      return { at: line.at, what: `${line.direction}: ${line.result}`, why };
    }
    case 'warning': {
      const code = line.code === null ? '' : ` (code ${line.code})`;
      const why = line.reason === 'ok' ? '' : `${line.reason}${code}`;
      return { at: line.at, what: WARNED[line.result], why };
    }
    case 'operator':
      return {
        at: line.at,
        what: `by hand: ${line.op}`,
        why: [line.rule ?? '', line.reason ?? ''].filter((text) => text !== '').join(': '),
      };
    case 'withdrawn':
      return {
        at: line.at,
        what: 'waiting block dropped',
        why: `the rules changed: ${line.rules.join(', ')}`,
      };
    case 'campaign':
      return {
        at: line.at,
        what: `campaign ${line.campaign} found`,
        why: `${line.rules.join(', ')}: ${line.senders} different senders, ${line.of} ${line.shown}`,
      };
    case 'verified':
      return { at: line.at, what: `on Meta's list: ${line.present === true ? 'yes' : 'no'}`, why: '' };
    case 'ended':
      return { at: line.at, what: 'ended', why: '' };
    case 'held':
      return { at: line.at, what: 'held', why: 'monitor mode' };
    case 'lapsed':
      return { at: line.at, what: 'armed', why: "missed Meta's 24 hours; blocked at their next message" };
    case 'foreign':
      return { at: line.at, what: "found on Meta's list", why: 'blocked by somebody else' };
    case 'stray':
      return { at: line.at, what: "found on Meta's list", why: 'a late call of ours; is lifted' };
    case 'missing':
      return {
        at: line.at,
        what: "gone from Meta's list",
        why: 'lifted elsewhere, or lost; looked at again',
      };
    case 'let-go':
      return { at: line.at, what: 'let go', why: "gone from Meta's list; an operator let it be" };
    case 'block-again':
      return { at: line.at, what: 'to be blocked again', why: "gone from Meta's list; an operator wants it" };
    case 'restored':
      return { at: line.at, what: "found on Meta's list", why: 'ours, lost with Redis; the journal knew it' };
  }
}

/** What it was not only because of its sender's probation. */
const instead = (probation: Probation, action: Action): string =>
  probation.instead === action ? '' : ` (else ${probation.instead})`;

const WARNED = {
  sent: 'warned',
  unknown: 'perhaps warned',
  refused: 'warning failed',
  unsent: 'warning not sent',
} as const;

/** A reason kept without a word, as the policy may want it, leaves the rule's name. */
const because = (one: Evidence): string =>
  `${one.ruleId}${one.text === '' ? '' : `: ${one.text}`}${found(one)}`;
const found = ({ words = [] }: Evidence): string => (words.length === 0 ? '' : ` [${words.join(', ')}]`);
