import { parseList } from './lists.ts';
import { POLICY_FILE } from './policy-file.ts';
import type { Problem } from './problem.ts';
import { problem, START } from './problem.ts';

/** Lists below this length may change as they like. */
const MIN_ENTRIES = 10;
/** A list that loses more than this share at once was rather saved half than meant so. */
const MAX_LOSS = 0.5;
const ADVICE = 'if that is meant, run: cordon rules accept';

/**
 * What two states of a rules folder (name → text) have lost in between that looks like a half-saved file: lists emptied, gone or
 * shrunk by more than half, rule and policy files emptied. A rule file that is gone was taken away on purpose.
 */
export function suspiciousLosses(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Problem[] {
  return [...before].flatMap(([name, text]) => {
    const now = after.get(name);
    if (name.endsWith('.txt')) return listLoss(name, text, now ?? '');
    const emptied = now !== undefined && !isBlank(text) && isBlank(now);
    return emptied ? [problem(name, START, `the file was emptied; ${ADVICE}`)] : [];
  });
}

/** Protected people who are protected no more: a policy file gone or saved half would open them to every rule at once. */
export function protectionLoss(before: ReadonlySet<string>, after: ReadonlySet<string>): Problem[] {
  const left = [...before].filter((id) => after.has(id)).length;
  if (!isSuspicious(before.size, left)) return [];
  const are = left === 0 ? 'none' : `only ${left}`;
  return [
    problem(POLICY_FILE, START, `${are} of the ${before.size} people protected before still are; ${ADVICE}`),
  ];
}

function listLoss(name: string, before: string, after: string): Problem[] {
  const length = (text: string): number => parseList(name, text).entries.length;
  const was = length(before);
  const is = length(after);
  return isSuspicious(was, is)
    ? [problem(name, START, `the list went from ${was} to ${is} entries; ${ADVICE}`)]
    : [];
}

const isSuspicious = (was: number, is: number): boolean =>
  was > 0 && (is === 0 || (was >= MIN_ENTRIES && is < was * (1 - MAX_LOSS)));

/** Nothing but white space and comments. */
const isBlank = (yaml: string): boolean =>
  yaml.split('\n').every((line) => /^\s*(?:#.*|---)?\s*$/.test(line));
