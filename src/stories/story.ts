import type { Mode } from '../core/judge.ts';
import type { Position } from '../ruleset/problem.ts';
import type { TestCase } from '../ruleset/test-case.ts';
import type { Identity } from '../ruleset/test-messages.ts';
import type { Past } from '../timeline/past.ts';
import type { AnswerExpected, MessageExpected, PersonExpected } from './expectation.ts';

/** A rule test over time: messages, and what is expected of them and of their senders. All instants in ms. */
export interface Story extends Position {
  file: string;
  name: string;
  mode: Mode;
  /** Which of the owner's numbers it happens at: an id or a phone; null = any. */
  number: string | null;
  startsAt: number;
  people: readonly Person[];
  /** In the order they begin. */
  steps: readonly Step[];
}

/** Somebody, or a group of people who are alike. */
export interface Person {
  name: string;
  /** More than one = a group, whose members write in turn. */
  members: readonly Member[];
  /** What a message of theirs says of them. */
  profile: Pick<TestCase, 'name' | 'username'>;
  past: Past;
  trust: 'customer' | 'staff' | null;
}

export interface Member extends Identity {
  /** The sender's id in messages. */
  id: string;
}

/** One moment: messages are sent, or Meta goes away and comes back, or the owner only looks. */
export interface Step extends Position {
  /** From 1, as in reports. */
  number: number;
  at: number;
  says: Says | null;
  /** True or false from this moment on, if the step says so. */
  metaAnswers: boolean | null;
  expected: Expected;
}

export interface Says {
  from: Person;
  message: TestCase;
  times: number;
  everyMs: number;
  /** How long each copy takes to reach Cordon. */
  delayMs: number;
}

/** What a step expects, each thing with the place to complain at. */
export interface Expected {
  answer: Placed<AnswerExpected & Pick<MessageExpected, 'arrives'>>;
  each: Placed<AnswerExpected>;
  people: readonly { person: Person; state: Placed<PersonState> }[];
}

/** As written, with times read. */
export interface PersonState extends Omit<PersonExpected, 'blocked_until' | 'lifted_at'> {
  blocked_until?: number | undefined;
  /** null = never. */
  lifted_at?: number | null | undefined;
}

export interface Placed<Value> {
  value: Value;
  /** Where a key of it stands. */
  at: (key: string) => Position;
}

/** When the last copy is written. */
export const endOf = ({ at, says }: Pick<Step, 'at' | 'says'>): number =>
  says === null ? at : at + (says.times - 1) * says.everyMs;
