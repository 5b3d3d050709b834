/** How something pretends to be somebody, in the words of an explanation. */
export type Manner =
  | 'the same name'
  | 'look-alike letters'
  | 'a typo'
  | 'added words'
  | 'other hyphens'
  | 'another ending'
  | 'a subdomain';

export interface Likeness {
  /** Whom, as the rule or list writes it. */
  like: string;
  how: Manner;
}

/** Hosts and names come back again and again; beyond this many the memory of them starts afresh. */
const REMEMBERED = 1000;

/** Asks once about each of the last texts. */
export function remembered(find: (text: string) => Likeness | null): (text: string) => Likeness | null {
  const known = new Map<string, Likeness | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const likeness = find(text);
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, likeness);
    return likeness;
  };
}
