import type { Candidate } from './candidate.ts';
import { parseList } from './lists.ts';
import { POLICY_FILE } from './policy-file.ts';
import type { People } from './policy-people.ts';
import type { Problem } from './problem.ts';
import { problem, START } from './problem.ts';
import { ruleFileLoss, RulesLeft } from './rule-losses.ts';
import { ADVICE, isSuspicious } from './suspicion.ts';

/** Why an edit waits to be accepted: what it lost that looks like half a file. */
export function lossesOf(before: Candidate, after: Candidate): Problem[] {
  const lost = suspiciousLosses(before.contents, after.contents);
  return lost.length > 0 ? lost : protectionLoss(before.ruleset.policy, after.ruleset.policy);
}

/** The same for what was edited while nothing ran: files that are gone by then were taken away, or it is another folder. */
export function lossesAtStart(before: Candidate, after: Candidate): Problem[] {
  const still = [...before.contents].filter(([name]) => after.contents.has(name));
  return lossesOf({ ...before, contents: new Map(still) }, after);
}

/**
 * What two states of a rules folder (name → text) have lost in between that looks like a half-saved file: lists emptied, gone or
 * shrunk by more than half, rule and policy files emptied, rule files cut short. A rule file that is gone was taken away on purpose.
 */
export function suspiciousLosses(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Problem[] {
  const left = new RulesLeft(after);
  return [...before].flatMap(([name, text]) => {
    const now = after.get(name);
    if (now === text) return [];
    if (name.endsWith('.txt')) return listLoss(name, text, now ?? '');
    if (now === undefined || isBlank(text)) return [];
    if (isBlank(now)) return [problem(name, START, `the file was emptied; ${ADVICE}`)];
    return name === POLICY_FILE ? [] : ruleFileLoss(name, text, now, left);
  });
}

/** Protected people and customers who are so no more: a policy file gone or saved half would open them to every rule at once. */
function protectionLoss(before: People, after: People): Problem[] {
  return [
    ...peopleLoss(before.protectedSenders, after.protectedSenders, 'people protected'),
    ...peopleLoss(before.customers, after.customers, 'customers known'),
  ];
}

function peopleLoss(before: ReadonlySet<string>, after: ReadonlySet<string>, who: string): Problem[] {
  const left = [...before].filter((id) => after.has(id)).length;
  if (!isSuspicious(before.size, left)) return [];
  const are = left === 0 ? 'none' : `only ${left}`;
  return [problem(POLICY_FILE, START, `${are} of the ${before.size} ${who} before still are; ${ADVICE}`)];
}

function listLoss(name: string, before: string, after: string): Problem[] {
  const length = (text: string): number => parseList(name, text).entries.length;
  const was = length(before);
  const is = length(after);
  return isSuspicious(was, is)
    ? [problem(name, START, `the list went from ${was} to ${is} entries; ${ADVICE}`)]
    : [];
}

/** Nothing but white space and comments. */
const isBlank = (yaml: string): boolean =>
  yaml.split('\n').every((line) => /^\s*(?:#.*|---)?\s*$/.test(line));
