import { ACTIONS, type Action } from '../core/decision.ts';
import { Named } from './counts.ts';
import type { Case } from './person.ts';
import type { Outcome } from './verdict.ts';

/** A decision, or that the message would not have arrived. */
export type Fate = Action | 'kept-out';

export interface ChangedMessage {
  line: number;
  label: string | null;
  from: Fate;
  to: Fate;
  /** Rules that matched under one ruleset only. */
  rules: { gained: string[]; lost: string[] };
}

/** Messages on which two rulesets disagree. */
export class Difference {
  changed = 0;
  harsher = 0;
  milder = 0;
  readonly #limit: number;
  readonly #moves = new Map<string, { from: Fate; to: Fate; messages: number }>();
  readonly #byLabel = new Named(() => ({ harsher: 0, milder: 0 }));
  readonly lines: ChangedMessage[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add({ tags, outcomes: [now, before] }: Case, label: string): void {
    if (now === undefined || before === undefined) return;
    const [from, to] = [fateOf(before), fateOf(now)];
    if (from === to) return;
    const way = severity(to) > severity(from) ? 'harsher' : 'milder';
    this.changed += 1;
    this[way] += 1;
    this.#byLabel.of(label)[way] += 1;
    const move = this.#moves.get(`${from} ${to}`) ?? { from, to, messages: 0 };
    this.#moves.set(`${from} ${to}`, move);
    move.messages += 1;
    if (this.lines.length >= this.#limit) return;
    const [is, was] = [matchedIn(now), matchedIn(before)];
    const gained = is.filter((id) => !was.includes(id));
    const lost = was.filter((id) => !is.includes(id));
    this.lines.push({ line: tags.line, label: tags.label, from, to, rules: { gained, lost } });
  }

  /** Which decisions became which, the commonest first. */
  get moves(): { from: Fate; to: Fate; messages: number }[] {
    return [...this.#moves.values()].sort((a, b) => b.messages - a.messages);
  }

  get byLabel(): Record<string, { harsher: number; milder: number }> {
    return Object.fromEntries(this.#byLabel.entries());
  }
}

const fateOf = (outcome: Outcome): Fate => (outcome === 'kept-out' ? outcome : outcome.action);

/** A message that does not arrive was treated hardest of all. */
const severity = (fate: Fate): number => (fate === 'kept-out' ? ACTIONS.length : ACTIONS.indexOf(fate));

const matchedIn = (outcome: Outcome): string[] =>
  outcome === 'kept-out' ? [] : outcome.matched.map(({ ruleId }) => ruleId);
