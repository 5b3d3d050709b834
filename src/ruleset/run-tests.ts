import type { ConditionTrace, RuleResult } from '../core/decision.ts';
import { formatDuration } from '../core/duration.ts';
import { factPlan } from '../core/facts.ts';
import type { Message } from '../core/message.ts';
import { normalize } from '../core/normalize/normalize.ts';
import { factsOf } from '../core/state/facts.ts';
import { foldOf } from '../core/state/fold-of.ts';
import type { SenderState } from '../core/state/sender-state.ts';
import { EMPTY_STATE, observe } from '../core/state/sender-state.ts';
import { textViews } from '../core/text/views.ts';
import { count } from './lint.ts';
import { loadRuleset } from './load.ts';
import type { LoadedRuleset } from './parse.ts';
import type { Problem } from './problem.ts';
import { formatProblem, problem } from './problem.ts';
import type { LoadedRule } from './rule-file.ts';
import type { TestCase } from './rule-schema.ts';
import { testEnvelope } from './test-messages.ts';

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

/** Some instant; what a rule says must not depend on it. */
const STARTED_AT = Date.UTC(2026, 0, 5, 9);
const DAY_MS = 86_400_000;
const DEFAULT_EVERY_MS = 1000;

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

/** One rule's answer to one test line. */
export function judgeTest(rule: LoadedRule, test: TestCase): RuleResult {
  const messages = messagesOf(test);
  const seen = test.seen ?? 0;
  const firstAt = Math.floor(STARTED_AT / 1000) - (seen === 0 ? 0 : 30 * 24 * 3600);
  const before: SenderState = seen === 0 ? EMPTY_STATE : { ...EMPTY_STATE, total: seen, firstAt };
  const last = messages.at(-1);
  if (last === undefined) throw new Error('a rule test made no message');
  const observations = messages.map((message) => ({
    key: message.id,
    at: Math.floor(message.sentAt / 1000),
    fold: foldOf(message, textViews(message.text)),
  }));
  const state = observe(before, observations, Math.floor(last.sentAt / 1000));
  const facts = factsOf(state, last.id, factPlan(rule.facts));
  if (facts === null) throw new Error('a rule test lost its own message');
  return rule.compiled.evaluate({ message: last, text: textViews(last.text), facts });
}

function messagesOf(test: TestCase): Message[] {
  const every = test.every ?? DEFAULT_EVERY_MS;
  return Array.from({ length: test.times ?? 1 }, (_, index) => {
    const sentAt = STARTED_AT + index * every;
    const context = {
      phoneNumberId: '100000000000010',
      displayPhoneNumber: null,
      receivedAt: sentAt + DAY_MS,
    };
    const normalized = normalize(testEnvelope(test, index, sentAt), context);
    if (normalized.kind === 'skipped') throw new Error(`a rule test made no message: ${normalized.reason}`);
    return normalized.message;
  });
}

const describeTrace = ({ path, matched, text }: ConditionTrace): string =>
  `${path} ${matched ? 'yes' : 'no'} (${text})`;

function describeTest({ text, type, forwarded, seen, times, every }: TestCase): string {
  const extras = [
    type ?? null,
    forwarded === undefined ? null : `forwarded ${String(forwarded)}`,
    seen === undefined ? null : `${seen} seen before`,
    times === undefined ? null : `${times} times`,
    every === undefined ? null : `every ${formatDuration(every)}`,
  ].filter((extra) => extra !== null);
  const quoted = text === undefined ? 'no text' : JSON.stringify(text);
  return extras.length === 0 ? quoted : `${quoted} (${extras.join(', ')})`;
}
