/** What editors show beside a key. Tests hold each list against the schema it belongs to. */

export const RULE_KEYS = {
  id: 'Its name in decisions, logs and reasons: lower-case letters, digits and hyphens; unique.',
  description: 'For people; stands in as the reason when there is none.',
  mode: 'enforce; monitor: recorded, never counted; off: not asked.',
  when: 'The conditions; those side by side must all hold.',
  unless: 'Exceptions: a block of conditions, or a list of blocks. None of them may hold.',
  score: 'Points, also negative or with decimals.',
  then: 'Instead of points or beside them: allow, flag, warn, cooldown, cooldown 24h or block.',
  group: 'Of the rules in a group only the highest score counts.',
  stop: 'true: when this rule matches, the scores of later rules do not count.',
  trust: 'The most trusted senders it may act against.',
  expires: 'The last day it holds (in UTC), or an instant with its zone.',
  reason:
    "One line for people; '{{match}}' shows the words found, '{{links.count.count}}' a number of a condition.",
  tests: 'Messages it must match, and messages it must ignore.',
} as const;

export const OPERATOR_KEYS = {
  all: 'Every one of these blocks holds.',
  any: 'At least one of these blocks holds.',
  not: 'None of these blocks holds.',
  at_least: 'At least n of these blocks hold.',
  use: 'Blocks of conditions from define:, by name; all must hold.',
  matched: 'Other rules by id; at least one of them matched.',
  score: 'The sum of the rules that do not themselves ask for the score.',
} as const;

export const TEST_KEYS: Readonly<Record<string, string>> = {
  text: 'What the person wrote.',
  type: 'The kind of message.',
  forwarded: "WhatsApp's forward mark.",
  reply: 'It answers another message; us: one of your number.',
  ad: 'The person came from an ad.',
  button: 'The id of what was pressed.',
  media: 'The file it carries.',
  contact_cards: 'How many contact cards it shares.',
  from: 'Who wrote: a phone number with its country code, or a user id.',
  country: 'The country of a sender without a phone number.',
  name: 'The profile name.',
  username: 'The username.',
  seen: 'How many messages the sender wrote before.',
  seen_for: 'How long ago the first of them was.',
  strikes: 'How many strikes of the sender still count.',
  trust: 'The list of the policy the sender is in.',
  times: 'So many copies; the last one is judged.',
  every: 'How far apart the copies are.',
  at: 'When it was sent.',
  number: 'Which of your numbers it came to.',
  by: 'strangers: every copy comes from somebody else.',
  normal: 'Messages, and newcomers, that each hour of the week before brought to the number.',
};

export const POLICY_KEYS = {
  actions: 'What a score leads to.',
  protect: 'People who are never blocked.',
  trust: 'People only rules that say so may act against.',
  brake: 'The most Cordon blocks by itself; beyond it offenders are held for you to look at.',
  audit: 'What is kept of decisions, and how long; for all numbers.',
  numbers: 'What differs for one of your numbers, by its phone number id or the number itself.',
} as const;
