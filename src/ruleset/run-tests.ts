import type { ConditionTrace, RuleResult } from '../core/decision.ts';
import { factPlan } from '../core/facts.ts';
import type { Message } from '../core/message.ts';
import { normalize } from '../core/normalize/normalize.ts';
import { factsOf } from '../core/state/facts.ts';
import { foldOf } from '../core/state/fold-of.ts';
import type { SenderState } from '../core/state/sender-state.ts';
import { EMPTY_STATE, observe } from '../core/state/sender-state.ts';
import { textViews } from '../core/text/views.ts';
import { describeTest } from './describe-test.ts';
import { count } from './lint.ts';
import { loadRuleset } from './load.ts';
import type { LoadedRuleset } from './parse.ts';
import type { Problem } from './problem.ts';
import { formatProblem, problem } from './problem.ts';
import type { LoadedRule } from './rule-file.ts';
import type { TestCase } from './test-case.ts';
import { testArrival, testEnvelope } from './test-messages.ts';
import { DEFAULT_TEST_TIME } from './test-time.ts';

export interface TestReport {
  /** False when a test failed or the rules could not be loaded. */
  ok: boolean;
  passed: number;
  failed: number;
  /** A failed test each, and what kept the rules from loading. */
  problems: Problem[];
}

/** Runs the tests inside the rules of a folder. */
export async function testRules(dir: string): Promise<TestReport> {
  const result = await loadRuleset(dir);
  return result.ok
    ? runRuleTests(result.ruleset)
    : { ok: false, passed: 0, failed: 0, problems: result.problems };
}

/** Every rule's own tests, rules that are off included: each line through the real reading of messages, state and conditions. */
export function runRuleTests({ loaded }: Pick<LoadedRuleset, 'loaded'>): TestReport {
  const results = loaded.flatMap((rule) => rule.tests.map((test) => runTest(rule, test)));
  const problems = results.filter((failure) => failure !== null);
  const failed = problems.length;
  return { ok: failed === 0, passed: results.length - failed, failed, problems };
}

export function formatTests({ problems, passed, failed }: TestReport): string {
  return [...problems.map(formatProblem), `${count(passed, 'rule test')} passed, ${failed} failed`].join(
    '\n',
  );
}

function runTest(
  rule: LoadedRule,
  { expect, test, ...position }: LoadedRule['tests'][number],
): Problem | null {
  const result = judgeTest(rule, test);
  if (result.matched === (expect === 'match')) return null;
  const verb = expect === 'match' ? 'should match but does not' : 'should not match but does';
  const why = result.conditions.map(describeTrace).join('; ');
  return problem(rule.file, position, `rule '${rule.id}' ${verb}: ${describeTest(test)} — ${why}`);
}

const DAY_MS = 86_400_000;
const DEFAULT_EVERY_MS = 1000;
const DEFAULT_SEEN_FOR_MS = 30 * DAY_MS;

/** One rule's answer to one test line. */
export function judgeTest(rule: LoadedRule, test: TestCase): RuleResult {
  const messages = messagesOf(test);
  const last = messages.at(-1);
  if (last === undefined) throw new Error('a rule test made no message');
  const observations = messages.map((message) => ({
    key: message.id,
    at: Math.floor(message.sentAt / 1000),
    fold: foldOf(message, textViews(message.text)),
  }));
  const state = observe(pastOf(test, last), observations, Math.floor(last.sentAt / 1000));
  const facts = factsOf(state, last.id, factPlan(rule.facts), test.strikes);
  if (facts === null) throw new Error('a rule test lost its own message');
  return rule.compiled.evaluate({ message: last, text: textViews(last.text), facts });
}

function messagesOf(test: TestCase): Message[] {
  const every = test.every ?? DEFAULT_EVERY_MS;
  const times = test.times ?? 1;
  const startedAt = test.at === undefined ? DEFAULT_TEST_TIME : test.at - (times - 1) * every;
  return Array.from({ length: times }, (_, index) => {
    const sentAt = startedAt + index * every;
    const normalized = normalize(testEnvelope(test, index, sentAt), testArrival(test, sentAt + DAY_MS));
    if (normalized.kind === 'skipped') throw new Error(`a rule test made no message: ${normalized.reason}`);
    return normalized.message;
  });
}

/** What is known of the sender before the first message of the test; `last` is the one judged. */
function pastOf({ seen = 0, seen_for: seenFor }: TestCase, last: Message): SenderState {
  if (seen === 0 && seenFor === undefined) return EMPTY_STATE;
  const firstAt = Math.floor((last.sentAt - (seenFor ?? DEFAULT_SEEN_FOR_MS)) / 1000);
  return { ...EMPTY_STATE, total: Math.max(seen, 1), firstAt };
}

const describeTrace = ({ path, matched, text }: ConditionTrace): string =>
  `${path} ${matched ? 'yes' : 'no'} (${text})`;
