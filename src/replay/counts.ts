import { ACTIONS, type Action } from '../core/decision.ts';

export type ActionCounts = Record<Action, number>;

/** What a line without a label, source or language is counted under. */
export const UNLABELLED = 'unlabelled';
export const UNNAMED = '-';
/** What further names are counted under once there are too many to tell apart. */
export const OTHERS = '(others)';

/** A field with a value of its own on every line is no label. */
const MAX_NAMES = 1000;

export const noActions = (): ActionCounts => ({ allow: 0, flag: 0, warn: 0, cooldown: 0, block: 0 });

export const totalOf = (counts: ActionCounts): number =>
  ACTIONS.reduce((total, action) => total + counts[action], 0);

/** Names that come up in a file, each with something of its own; bounded, however many there are. */
export class Named<T> {
  readonly #items = new Map<string, T>();
  readonly #make: () => T;

  constructor(make: () => T) {
    this.#make = make;
  }

  of(name: string): T {
    const known = this.#items.get(name);
    if (known !== undefined) return known;
    const key = this.#items.size < MAX_NAMES ? name : OTHERS;
    const item = this.#items.get(key) ?? this.#make();
    this.#items.set(key, item);
    return item;
  }

  /** In the order they came up. */
  entries(): [string, T][] {
    return [...this.#items];
  }
}

export type LabelCounts = Record<string, ActionCounts>;

/** Decisions by a name (a source, a language) and within it by label. */
export class CountTable {
  readonly #rows = new Named(() => new Named(noActions));

  add(name: string, label: string, action: Action): void {
    this.#rows.of(name).of(label)[action] += 1;
  }

  toObject(): Record<string, LabelCounts> {
    return Object.fromEntries(
      this.#rows.entries().map(([name, labels]) => [name, Object.fromEntries(labels.entries())]),
    );
  }
}
