/** What a label means; `other` = nobody said. */
export type Meaning = 'spam' | 'ham' | 'other';

/** Words people label chat text with. `neither` is neither offensive nor hate. */
export const HAM_LABELS = [
  ...['ham', 'ok', 'legit', 'legitimate', 'customer', 'innocent', 'harmless', 'normal', 'clean'],
  ...['neither', 'neutral', 'benign', 'safe', 'not spam', 'not_spam', 'non-spam'],
];
export const SPAM_LABELS = [
  ...['spam', 'scam', 'fraud', 'phishing', 'smishing', 'flood', 'junk', 'unwanted'],
  ...['offensive', 'hate', 'abuse', 'abusive', 'toxic', 'insult', 'harassment', 'threat'],
];

export interface Labels {
  meaningOf: (label: string | null) => Meaning;
}

/**
 * Which labels mean harmless and which unwanted, case aside. A list given takes the place of the usual words of its kind; a label
 * both lists name is returned instead of the labels.
 */
export function chooseLabels(
  spam: readonly string[] | null,
  ham: readonly string[] | null,
): Labels | { inBoth: string } {
  const given = new Map<string, Meaning>();
  for (const label of spam ?? []) given.set(fold(label), 'spam');
  for (const label of ham ?? []) {
    if (given.get(fold(label)) === 'spam') return { inBoth: label };
    given.set(fold(label), 'ham');
  }
  const usual = new Map<string, Meaning>([
    ...(spam === null ? SPAM_LABELS : []).map((label) => [label, 'spam'] as const),
    ...(ham === null ? HAM_LABELS : []).map((label) => [label, 'ham'] as const),
  ]);
  return {
    meaningOf: (label) => {
      if (label === null) return 'other';
      const key = fold(label);
      return given.get(key) ?? usual.get(key) ?? 'other';
    },
  };
}

const fold = (label: string): string => label.trim().toLowerCase();
