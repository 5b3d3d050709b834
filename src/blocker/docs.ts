import type { OutcomeClass, OutcomeReason, OutcomeRow } from './outcome-table.ts';
import { OUTCOME_TABLE } from './outcome-table.ts';

/** What Cordon does about a whole call that was refused, for people. */
const CALLS: Record<OutcomeClass, string> = {
  done: 'Settles each person',
  retry: 'Tries again after a growing pause, 1 s to 5 min',
  verify: "Reads Meta's list before it does anything else",
  restart: 'Reads the list again from its first page',
  halt: 'Stops calling for this number, tells you, and tries one harmless read after 30 s, later every 10 min; goes on by itself',
  pause: 'Pauses this number as long as Meta asks, an hour at most, else 1 to 5 min',
  shrink: 'Halves the batch and pauses this number',
  bisect: 'Sends the batch in halves until the one person it is about is alone; the others are blocked',
  full: 'Makes no block for this number for 15 min, or until a lift makes room; lifts go on',
  arm: 'Blocks at the next message',
  drop: 'Gives up',
};

/** The same for one person's own result. */
const PEOPLE: Partial<Record<OutcomeClass, string>> = {
  retry: 'Tries again later',
  verify: 'Reads the list to see whether it was done',
  halt: 'As for the whole call',
  full: 'As for the whole call',
  arm: 'Blocks at their next message (`armed`), or lets it end with the cooldown',
  drop: 'Tries their other identifier, then gives up on this block (`refused`). A lift is never given up',
};

/** What a shop owner does about it. */
const ADVICE: Record<OutcomeReason, string> = {
  ok: 'Nothing.',
  auth: 'Give Cordon a valid token or app secret (`META_ACCESS_TOKEN`, `META_APP_SECRET`); `npx cordon doctor` says which.',
  permission:
    'Give the token’s system user the permission and the WhatsApp account; `npx cordon doctor` says which.',
  account: 'Meta restricts your account: see its messages in Business Manager.',
  configuration:
    'Check the phone number id and that the number is registered; `npx cordon doctor` asks Meta.',
  'rate-limit': 'Nothing. If it comes often, see what else uses the same app.',
  'batch-too-large': 'Nothing. If it comes often, lower `BLOCK_BATCH_SIZE`.',
  'list-full': 'Lift people who need not stay blocked; shorter cooldowns keep the list short.',
  'list-changed': 'Nothing.',
  internal: 'Nothing. If it lasts, see Meta’s status page.',
  maintenance: 'Nothing; it takes a minute or two.',
  'own-number': 'Nothing. A rule wanted to block your own number.',
  'outside-window': 'Nothing.',
  'invalid-user':
    'Nothing. Such people cannot be blocked; `npx cordon blocks list --status refused` shows them.',
  partial: 'Nothing.',
  missing: 'Nothing.',
  unreachable: 'Check this machine’s network and name lookup; `npx cordon doctor` tries.',
  'no-answer': 'Nothing. If it lasts, see this machine’s network and Meta’s status page.',
  'unknown-code': 'Keep the log line and report it, so that it gets a row here.',
};

/** What comes without a code. */
const WITHOUT_CODE: readonly (readonly [what: string, does: string, reason: OutcomeReason])[] = [
  [
    'No connection to Meta came about',
    'Nothing was done at Meta. Tries again after a growing pause, 1 s to 5 min',
    'unreachable',
  ],
  [
    'A timeout, a connection that broke, an answer nobody can read',
    "It may have been done: reads Meta's list, then does what is still to be done",
    'no-answer',
  ],
  ['An answer that names somebody nowhere', 'Reads the list to see whether it was done', 'missing'],
  ['A 5xx without a code', "It may have been done: reads Meta's list, then tries again", 'internal'],
  ['A 429 without a code', CALLS.pause, 'rate-limit'],
  [
    'A code without a row here',
    'Reads the list and tries again slowly, every minute at first, and tells you',
    'unknown-code',
  ],
];

/** The tables of docs/outcomes.md, in Markdown. `meaningOf` says in a few words what a code means. */
export function outcomeTables(meaningOf: (code: number) => string | null): string {
  return [
    table(
      [
        'Code',
        'Reason',
        'What Meta says',
        'When the whole call is refused',
        'When it is about one person',
        'What you do',
      ],
      OUTCOME_TABLE.map((row) => cells(row, meaningOf)),
    ),
    '',
    table(
      ['What comes back', 'What Cordon does', 'What you do'],
      WITHOUT_CODE.map(([what, does, reason]) => [what, does, ADVICE[reason]]),
    ),
  ].join('\n');
}

function cells(row: OutcomeRow, meaningOf: (code: number) => string | null): string[] {
  const { codes, request, user, reason } = row;
  const shown = typeof codes === 'number' ? String(codes) : `${codes[0]} to ${codes[1]}`;
  const doubt = row.mayHaveApplied === true ? "It may have been done: reads Meta's list first. " : '';
  const alone = PEOPLE[user] ?? CALLS[user];
  const list = row.list === undefined ? '' : `. When the list is read: ${lower(CALLS[row.list])}`;
  const whole = `${doubt}${CALLS[request]}${list}`;
  return [
    shown,
    `\`${reason}\``,
    sentence(meaningOf(typeof codes === 'number' ? codes : codes[0]) ?? ''),
    whole,
    `${doubt}${alone}`,
    ADVICE[reason],
  ];
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
