import type { TrustLevel } from '../../../core/trust.ts';
import { KNOWN, REGULAR } from '../../../core/trust.ts';
import type { Literal } from './formula.ts';
import { literal } from './formula.ts';
import type { Variable } from './variable.ts';
import { CARDS, LINKS, MESSAGE_TYPE, SEEN, SEEN_FOR, TEXT_LENGTH, TRUST } from './variable.ts';

/** What holds for every message whatever a rule asks: `low` is at most `high` + `plus`; or where `when` holds, so does `then`. */
export type Law =
  | { kind: 'order'; low: Variable; high: Variable; plus: number }
  | { kind: 'implies'; when: Literal; then: Literal };

/** An edit carries the new version of any of them. */
export const FILE_TYPES = ['image', 'video', 'audio', 'document', 'sticker', 'edit'];
export const BUTTON_TYPES = ['interactive', 'button', 'edit'];
const CARD_TYPES = ['contacts', 'edit'];
/** Their words are Meta's or the number's own, so they have no text. */
const WORDLESS_TYPES = ['reaction', 'system', 'button'];
/** Times are compared with whole seconds: a first message may look up to a second old. */
const JUST_NOW_MS = 1000;

/** The laws between these variables, the core ones among them. */
export function lawsBetween(variables: readonly Variable[]): Law[] {
  return [...CORE_LAWS, ...variables.flatMap(lawsOf), ...pairLaws(variables)];
}

const from = (variable: Variable, least: number): Literal =>
  literal(variable, [least], (value) => Number(value) >= least);
const positive = (variable: Variable): Literal => from(variable, 1);
const trustIn = (...levels: TrustLevel[]): Literal =>
  literal(TRUST, levels, (value) => levels.some((level) => level === value));
const implies = (when: Literal, then: Literal): Law => ({ kind: 'implies', when, then });
const typeIn = (types: readonly string[]): Literal =>
  literal(MESSAGE_TYPE, types, (value) => types.includes(String(value)));
const typeNotIn = (types: readonly string[]): Literal =>
  literal(MESSAGE_TYPE, types, (value) => !types.includes(String(value)));

const CORE_LAWS: readonly Law[] = [
  implies(positive(LINKS), positive(TEXT_LENGTH)),
  implies(positive(TEXT_LENGTH), typeNotIn(WORDLESS_TYPES)),
  implies(positive(CARDS), typeIn(CARD_TYPES)),
  implies(from(SEEN_FOR, JUST_NOW_MS), positive(SEEN)),
  implies(trustIn('known', 'regular'), from(SEEN, KNOWN.messages)),
  implies(trustIn('known', 'regular'), from(SEEN_FOR, KNOWN.forMs)),
  implies(trustIn('regular'), from(SEEN, REGULAR.messages)),
  implies(trustIn('regular'), from(SEEN_FOR, REGULAR.forMs)),
];

function lawsOf(variable: Variable): Law[] {
  const { name, about } = variable;
  if (about.kind === 'window')
    return about.own ? [{ kind: 'order', low: variable, high: SEEN, plus: 1 }] : [];
  if (about.kind === 'hits') {
    return [
      ...(about.inText ? [implies(positive(variable), positive(TEXT_LENGTH))] : []),
      ...(about.inLinks ? [{ kind: 'order' as const, low: variable, high: LINKS, plus: 0 }] : []),
      ...(about.types === null ? [] : [implies(positive(variable), typeIn(about.types))]),
    ];
  }
  switch (name) {
    case 'text.caps letters':
    case 'text.emoji':
      return [{ kind: 'order', low: variable, high: TEXT_LENGTH, plus: 0 }];
    case 'text.repeats characters':
    case 'text.repeats words':
      return [implies(positive(variable), positive(TEXT_LENGTH))];
    default:
      return [];
  }
}

/** Whether what is found by `few` is found by `entries` too; null = whatever there is to find. */
export function covers(entries: ReadonlySet<string> | null, few: ReadonlySet<string> | null): boolean {
  return entries === null || (few !== null && [...few].every((entry) => entries.has(entry)));
}

/** A longer window counts no less, copies are messages, and what is found by few entries is found by more. */
function pairLaws(variables: readonly Variable[]): Law[] {
  return variables.flatMap((low) =>
    variables.flatMap((high): Law[] => {
      if (low === high) return [];
      const [a, b] = [low.about, high.about];
      if (a.kind === 'window' && b.kind === 'window') {
        const comparable = a.series === b.series || a.inside.includes(b.series);
        return comparable && a.withinMs <= b.withinMs ? [{ kind: 'order', low, high, plus: 0 }] : [];
      }
      if (a.kind !== 'hits' || b.kind !== 'hits' || a.family !== b.family) return [];
      return covers(b.entries, a.entries) ? [implies(positive(low), positive(high))] : [];
    }),
  );
}
