import type { Action } from '../../core/decision.ts';
import type { Message, Sender } from '../../core/message.ts';
import type { Judged } from './screen.ts';
import type { Terminal } from './terminal.ts';

/** Wide enough for `✖ cooldown` and most names with their masked number. */
const ACTION_WIDTH = 10;
const WHO_WIDTH = 26;
/** Clock and gap. */
const INDENT = ' '.repeat(9);
/** Where nothing is cut by the edge of a terminal, long texts still are. */
const TEXT_WIDTH = 90;

const MARKS: Record<Action, string> = { allow: '✓', flag: '⚑', warn: '⚑', cooldown: '✖', block: '✖' };

/** Formats decisions: one line for what is allowed, a second one with the reasons otherwise. `elapsed` in ms. */
export function createJudgedLines(
  terminal: Terminal,
  elapsed: () => number,
): { judgedLines: (outcome: Judged) => string[]; clock: () => string } {
  const { style, printable } = terminal;
  const cut = (line: string): string => (terminal.live ? terminal.fit(line, terminal.columns()) : line);
  const pad = (text: string, width: number): string =>
    text + ' '.repeat(Math.max(0, width - terminal.width(text)));
  const paint = {
    allow: style.green,
    flag: style.yellow,
    warn: style.yellow,
    cooldown: style.red,
    block: style.red,
  };
  const clock = (): string => style.dim(`${(elapsed() / 1000).toFixed(1).padStart(6)}s`);

  const judgedLines = ({ message, decision, effect }: Judged): string[] => {
    const { action, score } = decision;
    const label = pad(`${MARKS[action]} ${action}`, ACTION_WIDTH);
    const saying = terminal.fit(printable(said(message)), TEXT_WIDTH);
    const line = cut(`${INDENT}${label} ${pad(who(message.sender, printable), WHO_WIDTH)} ${saying}`);
    const head = `${clock()}  ${paint[action](label)}${line.slice(INDENT.length + label.length)}`;
    if (action === 'allow') return [head];
    const why = countedReasons(decision).join('; ');
    const held = effect === 'held' ? ' – held by the brake' : '';
    const reason = cut(`${INDENT}↳ ${score} points: ${printable(why)}${held}`);
    return [head, paint[action](reason)];
  };
  return { judgedLines, clock };
}

/** A rule outdone by a stronger one of its group adds nothing, and would say the same again. */
function countedReasons({ reasons, lines }: Judged['decision']): string[] {
  const outdone = new Set(lines.filter(({ note }) => note === 'group').map(({ ruleId }) => ruleId));
  return reasons.filter(({ ruleId }) => !outdone.has(ruleId)).map(({ text }) => text);
}

/** An invented nickname with what a real log would hide: all but the country and the last two digits. */
export function who({ name, username, phone }: Sender, printable: (text: string) => string): string {
  return `${printable(name ?? 'somebody')} ${phone === null ? `@${printable(username ?? '?')}` : maskedPhone(phone)}`;
}

export const maskedPhone = (digits: string): string => `+${digits.slice(0, 2)} ••• ${digits.slice(-2)}`;

function said({ text, type }: Message): string {
  return text === '' ? `[${type}]` : text.replaceAll('\n', ' ');
}
