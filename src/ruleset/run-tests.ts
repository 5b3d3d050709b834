import type { ConditionTrace, RuleResult } from '../core/decision.ts';
import { factPlan } from '../core/facts.ts';
import type { Message } from '../core/message.ts';
import { normalize } from '../core/normalize/normalize.ts';
import type { Policy } from '../core/policy.ts';
import { factsFor } from '../core/state/facts-for.ts';
import { MemoryState } from '../core/state/memory.ts';
import { observationOf } from '../core/state/observation-of.ts';
import type { SenderState } from '../core/state/sender-state.ts';
import { EMPTY_STATE } from '../core/state/sender-state.ts';
import { textViews } from '../core/text/views.ts';
import { describeTest } from './describe-test.ts';
import type { LoadedRuleset } from './parse.ts';
import type { Problem } from './problem.ts';
import { problem } from './problem.ts';
import type { LoadedRule } from './rule-file.ts';
import type { TestCase } from './test-case.ts';
import { testArrival, testEnvelope } from './test-messages.ts';
import { DEFAULT_TEST_TIME } from './test-time.ts';

export interface TestReport {
  /** False when a test failed. */
  ok: boolean;
  passed: number;
  failed: number;
  /** A failed test each. */
  problems: Problem[];
}

/** Told of every answer a rule gave in a test. */
export type Watcher = (result: RuleResult) => void;

/** Every rule's own tests, rules that are off included (`asWritten` of a ruleset gives those to test): each line through the real reading of messages, state and conditions. */
export function runRuleTests({ loaded }: Pick<LoadedRuleset, 'loaded'>, watcher?: Watcher): TestReport {
  const results = loaded.flatMap((rule) => rule.tests.map((test) => runTest(rule, test, watcher)));
  const problems = results.filter((failure) => failure !== null);
  const failed = problems.length;
  return { ok: failed === 0, passed: results.length - failed, failed, problems };
}

function runTest(
  rule: LoadedRule,
  { expect, test, ...position }: LoadedRule['tests'][number],
  watcher?: Watcher,
): Problem | null {
  const result = judgeTest(rule, test);
  watcher?.(result);
  // A match that counts nothing for so trusted a sender is as good as none.
  const acts = result.matched && !result.held;
  if (acts === (expect === 'match')) return null;
  const verb = expect === 'match' ? 'should match but does not' : 'should not match but does';
  const why = result.held
    ? `it matches, but acts against senders up to 'trust: ${result.trust}' only`
    : result.conditions.map(describeTrace).join('; ');
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
  const plan = factPlan(rule.facts);
  const policy = listed(test, last);
  const observations = messages.map((message) =>
    observationOf(message, textViews(message.text), message.id, plan, policy),
  );
  const memory = new MemoryState();
  memory.put(last.sender.id, { state: pastOf(test, last) });
  if (test.normal !== undefined) memory.putNormal(test.normal, last.sentAt);
  const observed = memory.observe(observations, last.sentAt, plan);
  const { state } = observed.senders.get(last.sender.id) ?? { state: EMPTY_STATE };
  const facts = factsFor(state, {
    message: last,
    key: last.id,
    plan,
    policy,
    strikes: test.strikes ?? 0,
    number: observed.number.get(last.id),
  });
  if (facts === null) throw new Error('a rule test lost its own message');
  return rule.compiled.evaluate({ message: last, text: textViews(last.text), facts });
}

/** The policy's lists with this sender in the one the test says. */
function listed({ trust }: TestCase, { sender }: Message): Pick<Policy, 'protectedSenders' | 'customers'> {
  const on = (level: TestCase['trust']): ReadonlySet<string> => new Set(trust === level ? [sender.id] : []);
  return { protectedSenders: on('staff'), customers: on('customer') };
}

function messagesOf(test: TestCase): Message[] {
  const every = test.every ?? DEFAULT_EVERY_MS;
  const times = test.times ?? 1;
  const startedAt = test.at === undefined ? DEFAULT_TEST_TIME : test.at - (times - 1) * every;
  return Array.from({ length: times }, (_, index) => {
    const sentAt = startedAt + index * every;
    const normalized = normalize(testEnvelope(test, index, sentAt), testArrival(test, sentAt + DAY_MS));
    if (normalized.kind === 'skipped') throw new Error(`a rule test made no message: ${normalized.reason}`);
    const { message } = normalized;
    const isStranger = test.by === 'strangers' && index < times - 1;
    return isStranger ? { ...message, sender: { ...message.sender, id: `stranger-${index}` } } : message;
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
