import type { Reconciliation, ReconcileResult } from '../blocker/reconcile.ts';
import type { MissingChoice } from '../blocker/repair.ts';
import type { ListClass } from '../core/ledger/classify.ts';
import { LIST_CLASSES } from '../core/ledger/classify.ts';
import type { Io } from './io.ts';
import { createStyle, printJson, printTable } from './output.ts';
import { shownPerson } from './person.ts';

export interface ShownAs {
  dryRun: boolean;
  missing: MissingChoice;
  /** Phone numbers whole. */
  full: boolean;
  json: boolean;
}

/** People named a class: for a look, not for a list. */
const NAMED = 3;
const NAMED_JSON = 1_000;

const ABOUT: Record<Exclude<ListClass, 'agreed' | 'missing'>, string> = {
  ended: 'over, still on the list: lifted now',
  unknown: 'an answer of Meta was lost: settled by this list, or soon',
  stray: 'a late call of ours: lifted now if it is over',
  remembered: 'ours by the journal, lost with Redis: kept until their end',
  overtaken: 'blocked by somebody else while we waited: theirs, never lifted',
  foreign: 'blocked by somebody else: recorded, never lifted',
  'foreign-known': 'blocked by somebody else, known before: never lifted',
  'foreign-gone': 'somebody else lifted what they had blocked: forgotten',
};
const MISSING_ABOUT: Record<MissingChoice, string> = {
  'look-again': 'ours, gone from the list: looked at again in 5 minutes, then let go',
  'let-go': 'ours, gone from the list: let go; the next offence blocks again',
  'block-again': 'ours, gone from the list: blocked again, or armed',
};

/** What needs a person in a result, as a sentence; null when nothing does. */
export function problemOf(result: ReconcileResult): string | null {
  switch (result.kind) {
    case 'failed':
      return `Meta's list could not be read (${result.reason}${result.code === null ? '' : `, code ${result.code}`}). Run: cordon doctor`;
    case 'busy':
    case 'waiting':
      return 'A worker kept serving the number. Try again.';
    case 'lease-lost':
      return 'The number went to a worker in the middle of it. Nothing is wrong; try again.';
    case 'done': {
      const { suspended } = result.report;
      if (suspended === 0) return null;
      return `${suspended} blocks of Cordon's are gone from Meta's list, too many to have been lifted by hand. Is the token that of this number's account? Decide with --missing let-go or --missing block-again; nothing is done about them until then.`;
    }
  }
}

export function printReconciled(
  io: Io,
  phoneNumberId: string,
  result: ReconcileResult,
  shown: ShownAs,
): void {
  const problem = problemOf(result);
  if (shown.json) {
    const facts = result.kind === 'done' ? factsOf(result, shown) : result;
    printJson(io, { phoneNumberId, dryRun: shown.dryRun, ...facts, problem });
    return;
  }
  if (result.kind === 'done') printFound(io, phoneNumberId, result, shown);
  if (problem !== null) io.stdout.write(`${createStyle(io).red('!')} ${problem}\n`);
}

function factsOf({ kind, report, people, adopted, inJournal }: Reconciliation, { full }: ShownAs): object {
  const named = [...people].map(([of, who]) => [
    of,
    who.slice(0, NAMED_JSON).map((one) => nameOf(one, full)),
  ]);
  return {
    ...{ kind, ...report, people: Object.fromEntries(named) as unknown },
    ...{ adopted: adopted.map((one) => nameOf(one, full)), inJournal },
  };
}

function printFound(
  io: Io,
  phoneNumberId: string,
  { report, people, adopted, inJournal }: Reconciliation,
  { dryRun, missing, full }: ShownAs,
): void {
  const { listed, unreadable, counts } = report;
  io.stdout.write(
    `Number ${phoneNumberId}: ${listed} people on Meta's list; ${counts.agreed} rows of the ledger agree with it.\n`,
  );
  if (unreadable > 0)
    io.stdout.write(
      `${unreadable} rows of the list cannot be read: nothing is concluded from who is not on it.\n`,
    );
  const found = LIST_CLASSES.filter((kind) => kind !== 'agreed' && counts[kind] > 0);
  const rows = found.map((kind) => ({
    kind,
    count: counts[kind],
    about: kind === 'missing' ? MISSING_ABOUT[missing] : kind === 'agreed' ? '' : ABOUT[kind],
    who: whoOf(people.get(kind) ?? [], counts[kind], full),
  }));
  if (rows.length === 0) io.stdout.write('Nothing differs.\n');
  else
    printTable(
      io,
      [
        { title: 'difference', value: (row) => row.kind },
        { title: 'people', value: (row) => row.count, align: 'right' },
        { title: dryRun ? 'what would be done' : 'what is done', value: (row) => row.about },
        { title: 'who', value: (row) => row.who },
      ],
      rows,
    );
  if (adopted.length > 0)
    io.stdout.write(`${adopted.length} blocks of others ${dryRun ? 'would become' : 'are'} Cordon's own.\n`);
  if (inJournal > 0)
    io.stdout.write(
      `${inJournal} are recorded as foreign, yet the journal knows them for ours: cordon blocks import DATA_DIR/blocks*.jsonl --reclaim\n`,
    );
}

type Named = Pick<Reconciliation['adopted'][number], 'senderId' | 'phone'>;

const nameOf = ({ senderId, phone }: Named, full: boolean): string => shownPerson(phone ?? senderId, full);

function whoOf(people: readonly Named[], count: number, full: boolean): string {
  const named = people.slice(0, NAMED).map((one) => nameOf(one, full));
  return [...named, ...(count > named.length && named.length > 0 ? ['…'] : [])].join(' ');
}
