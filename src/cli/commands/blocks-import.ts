import type { OperatorLine } from '../../core/audit.ts';
import { groupBy } from '../../core/group-by.ts';
import type { Restored, Saved } from '../../core/ledger/restore.ts';
import { restore } from '../../core/ledger/restore.ts';
import { UserError } from '../../errors.ts';
import type { LedgerStore } from '../../store/ledger-store.ts';
import type { ReadBlocks } from '../../store/read-blocks.ts';
import { readBlockFiles } from '../../store/read-blocks.ts';
import { ADOPT_OPTIONS, confirmAdoption, readAdopt } from '../adopt-options.ts';
import type { Attached } from '../attach.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output.ts';
import { problemOf } from '../reconcile-output.ts';
import { reconciler } from '../reconcile.ts';

type Tally = Record<Restored['kind'], number>;

const PAGE = 500;
const MAX_ROUNDS = 20;

export const blocksImportCommand = defineCommand({
  name: 'blocks import',
  summary: 'Put blocks back into the ledger after Redis was lost, so that each still ends on time',
  usage: 'FILE…',
  operands: { min: 1, max: 1_000 },
  options: {
    number: { type: 'string', value: 'ID', about: 'Only blocks of this phone number id' },
    'dry-run': { type: 'boolean', about: 'Say what would be done, change nothing' },
    ...ADOPT_OPTIONS,
    reclaim: {
      type: 'boolean',
      about: 'Also take back blocks which Cordon, having lost its ledger, now holds for somebody else’s',
    },
  },
  details:
    'Reads files of cordon blocks export and the journal (DATA_DIR/blocks*.jsonl) in any order; the newest line of a person counts, and what the ledger knows already stays. Workers look at Meta’s list before they act. Repeating it changes nothing. What remains on the list is held for somebody else’s, unless --adopt. Exits 1 when lines could not be used.',
  async run({ values, operands, json }, io) {
    const read = await readBlockFiles(operands).catch(refuseFile);
    const saved = read.saved.filter(
      ({ phoneNumberId }) => phoneNumberId === (values.number ?? phoneNumberId),
    );
    const adopt = readAdopt(values, Date.now());
    await using cordon = await attach(io, { alone: true });
    const tally: Tally = { restored: 0, lifted: 0, newer: 0, foreign: 0 };
    for (const [phoneNumberId, ofNumber] of groupBy(saved, (one) => one.phoneNumberId)) {
      for (let from = 0; from < ofNumber.length; from += PAGE) {
        const page = ofNumber.slice(from, from + PAGE);
        const options = { reclaim: values.reclaim, dryRun: values['dry-run'] };
        for (const kind of await restorePage(cordon.ledger, phoneNumberId, page, options)) tally[kind] += 1;
      }
      if (values['dry-run']) continue;
      await cordon.numbers.register(phoneNumberId);
      await cordon.queues.requestFlush(phoneNumberId, 0);
    }
    const dryRun = values['dry-run'];
    const named = new Set(saved.filter(({ open }) => open).map(({ phoneNumberId }) => phoneNumberId));
    const numbers = values.number === undefined ? [...named] : [values.number];
    const adopted =
      adopt === undefined
        ? null
        : await adoptRest(cordon, io, numbers, adopt, { dryRun, yes: values.yes, saved });
    report(io, read, tally, adopted, dryRun, json);
    return read.bad.count === 0 && adopted?.unread !== true ? 0 : 1;
  },
});

async function restorePage(
  ledger: LedgerStore,
  phoneNumberId: string,
  page: readonly Saved[],
  { reclaim, dryRun }: { reclaim: boolean; dryRun: boolean },
): Promise<Restored['kind'][]> {
  const kinds: Restored['kind'][] = [];
  let pending = [...page];
  for (let round = 0; pending.length > 0; round += 1) {
    if (round === MAX_ROUNDS)
      throw new Error(`${pending.length} ledger rows kept changing while they were written.`);
    const now = Date.now();
    const existing = await ledger.load(
      phoneNumberId,
      pending.map(({ senderId }) => senderId),
    );
    const results = pending.map((saved, index) => ({
      saved,
      result: restore(existing[index] ?? null, saved, { reclaim }, now),
    }));
    const writes = results.flatMap(({ saved, result }) =>
      result.kind === 'restored' && !dryRun
        ? [{ saved, entry: result.entry, audit: auditOf(saved, now) }]
        : [],
    );
    const stored = writes.length === 0 ? [] : await ledger.write(phoneNumberId, writes, null, now);
    pending = writes.flatMap(({ saved }, index) =>
      stored !== 'lease-lost' && stored[index] === true ? [] : [saved],
    );
    const again = new Set(pending);
    kinds.push(...results.filter(({ saved }) => !again.has(saved)).map(({ result }) => result.kind));
  }
  return kinds;
}

function auditOf({ senderId, desired }: Saved, at: number): string {
  const line: OperatorLine = {
    ...{ kind: 'operator', op: 'import', at, senderId },
    until: desired.kind === 'until' ? desired.at : null,
  };
  return JSON.stringify(line);
}

interface Adopted {
  count: number;
  /** The list of some number could not be read. */
  unread: boolean;
}

/** What Meta's list shows of people nobody claims becomes Cordon's own. Those the files name are not among them. */
async function adoptRest(
  cordon: Attached,
  io: Io,
  numbers: readonly string[],
  adopt: { until: number | null },
  { dryRun, yes, saved }: { dryRun: boolean; yes: boolean; saved: readonly Saved[] },
): Promise<Adopted> {
  const reconcile = await reconciler(cordon, io);
  const result: Adopted = { count: 0, unread: false };
  for (const phoneNumberId of numbers) {
    const options = { adopt, spare: saved.filter((one) => one.phoneNumberId === phoneNumberId) };
    const seen = await reconcile(phoneNumberId, { ...options, dryRun: true });
    const count = seen.kind === 'done' ? seen.adopted.length : 0;
    const isWanted = !dryRun && count > 0 && (yes || (await confirmAdoption(io, count, phoneNumberId)));
    const done = isWanted ? await reconcile(phoneNumberId, options) : seen;
    result.unread ||= done.kind !== 'done';
    if (done.kind === 'done' && (dryRun || isWanted)) result.count += done.adopted.length;
    const problem = problemOf(done);
    if (problem !== null) io.stderr.write(`error: number ${phoneNumberId}: ${problem}\n`);
  }
  return result;
}

function report(
  io: Io,
  read: ReadBlocks,
  tally: Tally,
  adopted: Adopted | null,
  dryRun: boolean,
  json: boolean,
): void {
  for (const warning of read.warnings) io.stderr.write(`warning: ${warning}\n`);
  for (const problem of read.bad.shown) io.stderr.write(`error: ${problem}\n`);
  if (read.bad.count > read.bad.shown.length)
    io.stderr.write(`error: ${read.bad.count - read.bad.shown.length} more lines cannot be used\n`);
  if (json) {
    printJson(io, {
      dryRun,
      lines: read.lines,
      ...tally,
      ...(adopted === null ? {} : { adopted: adopted.count }),
      bad: read.bad.count,
      warnings: read.warnings,
    });
    return;
  }
  const verb = dryRun ? 'would be put' : 'are';
  io.stdout.write(
    [
      `${tally.restored} blocks ${verb} back in the ledger; each is compared with Meta's list before anything is done.`,
      `${tally.newer} the ledger knew already, ${tally.lifted} were lifted before.`,
      '',
    ].join('\n'),
  );
  if (adopted !== null)
    io.stdout.write(`${adopted.count} blocks of others ${dryRun ? 'would become' : 'are'} Cordon's own.\n`);
  if (tally.foreign > 0) {
    io.stdout.write(
      `${tally.foreign} are now held for somebody else's and stay as they are. If Cordon lost its ledger since and these were its own: cordon blocks import --reclaim\n`,
    );
  }
}

function refuseFile(error: unknown): never {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    throw new UserError(`a file cannot be read: ${error.message}`, {
      hint: 'Name files of cordon blocks export, or DATA_DIR/blocks*.jsonl.',
      cause: error,
    });
  throw error;
}
