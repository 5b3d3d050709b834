import type { Person } from './story.ts';

/** What the steps of one story have in common. */
export interface Setting {
  startsAt: number;
  people: ReadonlyMap<string, Person>;
  /** Ids of the folder's rules → whether they are asked at all; null = they are not known. */
  rules: ReadonlyMap<string, boolean> | null;
}
