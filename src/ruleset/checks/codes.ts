/** What lint may find, by the name shown with each finding. `docs/lint.md` is made of this table. */
export const LINT_CODES = {
  'always-matches': {
    severity: 'warning',
    about: 'A condition, or a whole rule, that holds for every message: it tells nobody apart.',
    example: 'rate: { at_least: 1, within: 1m }',
    instead: 'leave it out, or raise the number',
  },
  'ascii-class': {
    severity: 'warning',
    about:
      'A pattern with `\\b`, `\\w` or `\\d` beside letters these signs do not know: RE2 takes them for English letters and the digits 0 to 9 only.',
    example: "text.matches: '\\bкредит\\b'",
    instead: '`text.words` for whole words, `\\pL` for any letter, `\\p{Nd}` for any digit',
  },
  'covered-entry': {
    severity: 'warning',
    about: 'An entry that finds nothing another entry of the same list does not find as well.',
    example: 'links.domains: [example.com, shop.example.com]',
    instead: 'leave out the longer one',
  },
  'curly-quotes': {
    severity: 'warning',
    about: 'Typographic quotes around a value: YAML does not know them, so they are part of the text.',
    example: 'text.contains: “free bitcoin”',
    instead: "straight ones: 'free bitcoin'",
  },
  'cut-off': {
    severity: 'warning',
    about: 'A value without quotes that ends at ` #`: what follows is a comment and is not read.',
    example: '- win prize #1 today',
    instead: "'win prize #1 today'",
  },
  'dead-branch': {
    severity: 'warning',
    about: 'One of several alternatives that contradicts the rest of its rule.',
    example: 'links.count: { below: 1 } beside any: [links.domains: example.com, …]',
    instead: 'mend or remove it',
  },
  'dead-exception': {
    severity: 'warning',
    about: 'A `not` or `unless` for messages the rule does not match anyway.',
    example: 'message.type: text beside not: [message.type: image]',
    instead: 'leave it out',
  },
  'dead-reference': {
    severity: 'warning',
    about: '`matched` names a rule that never matches (any more): it is off or its time is over.',
    example: 'matched: [summer-scam], which expired',
    instead: 'take it out, or switch the rule on',
  },
  'duplicate-entry': {
    severity: 'warning',
    about: 'The same entry twice in one list, once case, accents of width and punctuation are set aside.',
    example: 'text.words: [Free Bitcoin, free-bitcoin]',
    instead: 'leave one out',
  },
  'duplicate-test': {
    severity: 'warning',
    about: 'The same line twice among the tests of a rule.',
    example: 'match: [hello, hello]',
    instead: 'leave one out',
  },
  'empty-entry': {
    severity: 'warning',
    about: 'An entry of which nothing is left once it is read as messages are: it never matches.',
    example: 'an entry of invisible characters only',
    instead: 'leave it out',
  },
  expired: {
    severity: 'warning',
    about: 'A rule whose `expires` is over: it answers "expired" and does nothing.',
    example: 'expires: 2020-12-31',
    instead: 'remove the rule, or give it a new date',
  },
  invalid: {
    severity: 'error',
    about:
      'Anything the files cannot be used with: a key nobody knows, a wrong type, a missing list, a broken pattern …',
    example: 'scores: 5 (did you mean score?)',
    instead: 'what the message says',
  },
  'literal-dot': {
    severity: 'warning',
    about: 'A domain in a pattern: its dot stands for any character.',
    example: "text.matches: 'example.com'",
    instead: "`links.domains: example.com`, or 'example\\.com'",
  },
  'lonely-group': {
    severity: 'warning',
    about: 'A group of one rule whose name looks like that of another group.',
    example: 'group: lure beside group: lures',
    instead: 'the same name for both',
  },
  'never-matches': {
    severity: 'warning',
    about: 'A condition, or a whole rule, that no message can satisfy.',
    example: 'links.count: { above: 3 } beside not: [links.count: { above: 2 }]',
    instead: 'mend what contradicts',
  },
  'no-description': {
    severity: 'warning',
    about: 'A rule that does not say what it is for.',
    example: 'no description:',
    instead: 'a line for whoever reads the decision',
  },
  'no-line-breaks': {
    severity: 'warning',
    about:
      'A pattern that asks for a line break or a tab in a text that has none: it is searched with single spaces.',
    example: "text.matches: 'win\\nnow'",
    instead: 'a space, `\\s`, or `view: raw`',
  },
  'no-rules': {
    severity: 'warning',
    about: 'A file or folder without any rule.',
    example: 'an empty file',
    instead: 'write one, or remove the file',
  },
  'no-tests': {
    severity: 'warning',
    about: 'A rule without lines it must match, or without lines it must ignore.',
    example: 'no tests:',
    instead: 'one line of each at least',
  },
  'same-when': {
    severity: 'warning',
    about: 'Two rules that match exactly the same messages and both count.',
    example: 'the same when twice',
    instead: 'one rule with both scores',
  },
  shadowed: {
    severity: 'warning',
    about:
      'A rule whose score never counts: wherever it matches, an earlier rule stops the sum, or a stronger one of its group counts instead.',
    example: 'links.count: { at_least: 3 } worth 2 beside links.count: { at_least: 1 } worth 5, in one group',
    instead: 'a higher score, another order, or one rule less',
  },
  'unused-definition': {
    severity: 'warning',
    about: 'A list or block of conditions in `define:` that no rule uses.',
    example: 'define: { shop-talk: … } without use: shop-talk',
    instead: 'use it or remove it',
  },
  'unused-list': {
    severity: 'warning',
    about: 'A `.txt` file that no rule uses.',
    example: 'lists/old.txt',
    instead: 'use it or remove it',
  },
  'warn-unsent': {
    severity: 'warning',
    about:
      'A rule that demands `warn`, while no policy says what to send: it is recorded, nobody is written to.',
    example: 'then: warn without actions: { warn: … } in policy.yaml',
    instead: 'switch warnings on in policy.yaml, or `then: flag`',
  },
  'weak-only': {
    severity: 'error',
    about:
      'A rule that would block people for nothing but where their number is from, the language they write, or words that say what somebody is. In `mode: monitor` it is a warning.',
    example: 'sender.country: BR with then: block',
    instead: 'ask for something they do as well: a first contact with a link, a flood',
  },
  'yaml-trap': {
    severity: 'warning',
    about:
      'A value without quotes that other YAML readers, or this one, take for something else than its text.',
    example: 'no, on, 22:00, 1_000, 0151, 2027-01-31, "\\b" in double quotes',
    instead: "single quotes: 'no'",
  },
  'yaml-warning': {
    severity: 'warning',
    about: 'Something the YAML reader finds odd.',
    example: 'an unknown tag',
    instead: 'what the message says',
  },
} as const satisfies Readonly<
  Record<string, { severity: 'error' | 'warning'; about: string; example: string; instead: string }>
>;

export type LintCode = keyof typeof LINT_CODES;
