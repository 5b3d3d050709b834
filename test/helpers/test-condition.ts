import { expect, it } from '@jest/globals';
import { register } from '../../src/conditions/registry.ts';
import { searchIndex } from '../../src/conditions/search/search-index.ts';
import type {
  Condition,
  ConditionContext,
  ConditionInput,
  ConditionResult,
} from '../../src/core/condition.ts';
import type { Alike } from '../../src/core/campaign/shared.ts';
import type { FactRequest } from '../../src/core/facts.ts';
import { factKey, isNumberWide } from '../../src/core/facts.ts';
import type { Message } from '../../src/core/message.ts';
import { findLinks } from '../../src/core/normalize/links.ts';
import type { TrustLevel } from '../../src/core/trust.ts';
import { textViews } from '../../src/core/text/views.ts';

export interface ConditionCase {
  /** As in a rule file, before the schema has read it. */
  options: unknown;
  text?: string;
  message?: Partial<Message>;
  seen?: number;
  /** What the state counted. */
  counts?: [FactRequest, number][];
  /** What is normal for the number. */
  normals?: [FactRequest, number][];
  /** What others sent like it. */
  alike?: Alike[];
  /** Since the sender's first message, ms. */
  seenFor?: number;
  /** Active ones. */
  strikes?: number;
  trust?: TrustLevel;
  lists?: Record<string, string[]>;
  /** What the result must carry at least. */
  data?: ConditionResult['data'];
  words?: string[];
}

export interface ConditionTable {
  match: ConditionCase[];
  ignore: ConditionCase[];
  /** Options the schema refuses, and what it says. */
  invalid?: { options: unknown; message: RegExp }[];
}

/** Like eslint's RuleTester: one test a line, named after its options and text. */
export function testCondition<Options>(condition: Condition<Options>, table: ConditionTable): void {
  const name = condition.meta.name;
  const title = (item: ConditionCase): string =>
    `${JSON.stringify(item.options)} ${JSON.stringify(item.text ?? item.message ?? '')}`;
  it.each(table.match.map((item) => [title(item), item] as const))(`${name} matches %s`, (_, item) => {
    check(run(condition, item), item, true);
  });
  it.each(table.ignore.map((item) => [title(item), item] as const))(`${name} ignores %s`, (_, item) => {
    check(run(condition, item), item, false);
  });
  it.each((table.invalid ?? []).map((item) => [JSON.stringify(item.options), item] as const))(
    `${name} refuses %s`,
    (_, { options, message }) => {
      const prepared = register(condition).prepare(options);
      expect(prepared.ok).toBe(false);
      if (!prepared.ok) expect(JSON.stringify(prepared.error.issues)).toMatch(message);
    },
  );
  it(`${name} explains itself with fields its results carry`, () => {
    const item = table.match[0] ?? table.ignore[0];
    const fields = [...condition.meta.explain.matchAll(/\{(\w+)\}/g)].map(([, field]) => field);
    expect(fields.length).toBeGreaterThan(0);
    expect(Object.keys(run(condition, item!).data)).toEqual(expect.arrayContaining(fields));
  });
}

function check(result: ConditionResult, { data, words }: ConditionCase, matched: boolean): void {
  expect(result.matched).toBe(matched);
  if (data !== undefined) expect(result.data).toMatchObject(data);
  if (words !== undefined) expect(result.words).toEqual(words);
}

export function run<Options>(condition: Condition<Options>, item: ConditionCase): ConditionResult {
  const prepared = register(condition).prepare(item.options);
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error.issues));
  const context: ConditionContext = {
    values: (source) => ('any' in source ? source.any : (item.lists?.[source.list] ?? [])),
    search: searchIndex(),
  };
  return prepared.condition.create(context)(inputOf(item));
}

export function inputOf({
  text = '',
  message = {},
  seen = 0,
  counts = [],
  normals = [],
  alike = [],
  seenFor = 0,
  strikes = 0,
  trust = 'newcomer',
}: Omit<ConditionCase, 'options'>): ConditionInput {
  const keyed = (facts: [FactRequest, number][]): Map<string, number> =>
    new Map(facts.map(([request, count]) => [factKey(request), count]));
  return {
    message: { ...PLAIN_MESSAGE, text, links: findLinks(text), ...message },
    text: textViews(message.text ?? text),
    facts: {
      messagesSeen: seen,
      firstSeenAt: (message.sentAt ?? PLAIN_MESSAGE.sentAt) - seenFor,
      counts: keyed(counts.filter(([request]) => !isNumberWide(request))),
      number: {
        counts: keyed(counts.filter(([request]) => isNumberWide(request))),
        normals: keyed(normals),
        alike,
      },
      activeStrikes: strikes,
      trust,
    },
  };
}

const PLAIN_MESSAGE: Message = {
  id: 'wamid.1',
  phoneNumberId: '100000000000010',
  displayPhoneNumber: '15550100001',
  channel: 'messages',
  sender: { id: '15550100123', phone: '15550100123', userId: null, name: null, username: null },
  sentAt: 1_793_000_000_000,
  receivedAt: 1_793_000_001_000,
  type: 'text',
  rawType: 'text',
  text: '',
  links: [],
  forwarded: 'no',
  isReply: false,
  repliesToUs: false,
  button: null,
  media: null,
  contactCards: 0,
  referral: null,
  groupId: null,
  errorCodes: [],
  identityChange: null,
};
