import { nameCell } from './tables.ts';

/** Labelled text others published; none of it is part of this repository. */
const SOURCES: Readonly<Record<string, string>> = {
  'uci-sms': 'SMS Spam Collection, UCI Machine Learning Repository 228 (Almeida, Hidalgo), CC BY 4.0',
  'uci-sms-mt': 'the same, machine-translated, with its numbers and names; CC BY 4.0',
  'tg-spam': 'samples of github.com/umputun/tg-spam, MIT',
  davidson: 'github.com/t-davidson/hate-speech-and-offensive-language, MIT',
  'held-out': 'written for Cordon, part of this repository',
};

/** A list of what the names in the tables stand for. */
export const sourcesList = (names: readonly string[]): string =>
  names
    .map(
      (name) => `- ${nameCell(name)}: ${Object.hasOwn(SOURCES, name) ? SOURCES[name] : 'no more is known'}`,
    )
    .join('\n');
