import { ACTIONS } from '../../core/decision.ts';
import { UserError } from '../../errors.ts';
import { auditCutAt } from '../../store/audit-store.ts';
import { findEntries } from '../../store/find-entries.ts';
import { choiceOption, integerOption } from '../args.ts';
import type { Attached } from '../attach.ts';
import { attach } from '../attach.ts';
import type { AuditQuery, Recorded } from '../audit-query.ts';
import { findRecords } from '../audit-query.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { momentOption } from '../moment.ts';
import { chosenNumbers, NUMBER_OPTION } from '../numbers.ts';
import { printJson, printTable } from '../output.ts';
import { readPerson, shownInstant } from '../person.ts';
import { intoPrivateFile } from '../private-file.ts';
import { recordEvent, recordJson } from '../record-line.ts';

const SHOWN = 100;
const MOST = 1_000_000;
/** Lines written to a file at once. */
const PAGE = 500;

export const auditCommand = defineCommand({
  name: 'audit',
  summary: 'Look up what Cordon decided and did, newest first: by person, rule, time or action',
  options: {
    sender: { type: 'string', value: 'PHONE|BSUID', about: 'Only about this person' },
    rule: { type: 'string', value: 'ID', about: 'Only where this rule matched, or blocked somebody' },
    since: { type: 'string', value: 'T', about: 'From then on: 24h, 7d, 2026-03-01 or 2026-03-01T22:30Z' },
    until: { type: 'string', value: 'T', about: 'Up to then, written like --since' },
    action: { type: 'string', value: 'ACTION', about: `Only decisions for: ${ACTIONS.join(', ')}` },
    number: NUMBER_OPTION,
    allows: { type: 'boolean', about: 'Also messages in which nothing was found' },
    limit: {
      type: 'string',
      value: 'N',
      about: `At most so many lines (default ${SHOWN}; all with --export)`,
    },
    export: {
      type: 'string',
      value: 'FILE',
      about: 'Write the lines to FILE as JSON, readable by you alone',
    },
    full: { type: 'boolean', about: 'Show phone numbers whole, and the ids of messages' },
  },
  details: `Everything but plain allows is kept, for as long as policy.yaml says (audit: keep); the last 10,000 plain allows of a number are kept without
their words, older ones are counted by minute for a week. Exits 1 when nothing fits.

  cordon audit --sender +15550100123 --since 7d
  cordon audit --rule prize-lure --action cooldown --since 2026-03-01 --until 2026-03-02
  cordon audit --since 30d --export audit.jsonl --full`,
  async run({ values, json }, io) {
    const now = Date.now();
    const { since, until, export: file, full } = values;
    const from = since === undefined ? 0 : momentOption(since, 'since', now);
    const to = until === undefined ? now : momentOption(until, 'until', now);
    if (from > to) throw new UserError('--since is later than --until');
    const most = file === undefined ? SHOWN : MOST;
    const limit =
      values.limit === undefined ? most : integerOption(values.limit, 'limit', { min: 1, max: MOST });
    const action = values.action === undefined ? null : choiceOption(values.action, 'action', ACTIONS);
    const name = values.sender === undefined ? null : readPerson(values.sender).name;
    const asked = { from, to, action, rule: values.rule ?? null, allows: values.allows };
    await using cordon = await attach(io);
    const numbers = await chosenNumbers(cordon, values.number);
    const queries = await queriesOf(cordon, numbers, name, asked, io);
    const records = upTo(limit, findRecords(cordon, queries));
    const lines =
      file === undefined
        ? await show(io, records, { json, full, several: numbers.length > 1 })
        : await intoPrivateFile(file, (write) => writeAll(records, full, write));
    if (file !== undefined && json) printJson(io, { file, lines });
    else if (file !== undefined) io.stdout.write(`${lines} lines are in ${file} (mode 0600).\n`);
    if (lines >= limit) io.stderr.write(`Only the newest ${limit} are shown; --limit shows more.\n`);
    else await sayHowFar(cordon, numbers, from, io);
    if (lines === 0) io.stderr.write('Nothing is recorded that fits.\n');
    return lines === 0 ? 1 : 0;
  },
});

/** People are kept under their BSUID where Meta tells it, which may differ from number to number. */
async function queriesOf(
  cordon: Attached,
  numbers: readonly string[],
  name: string | null,
  asked: Omit<AuditQuery, 'senders'>,
  io: Io,
): Promise<Map<string, AuditQuery>> {
  const queries = new Map<string, AuditQuery>();
  for (const phoneNumberId of numbers) {
    if (name === null) {
      queries.set(phoneNumberId, { ...asked, senders: null });
      continue;
    }
    const { entries, whole } = await findEntries(cordon, phoneNumberId, [name], { closed: true });
    if (!whole) io.stderr.write('Closed ledger rows were searched only in part.\n');
    const senders = new Set([name, ...entries.map(({ senderId }) => senderId)]);
    queries.set(phoneNumberId, { ...asked, senders });
  }
  return queries;
}

async function* upTo(limit: number, records: AsyncIterable<Recorded>): AsyncGenerator<Recorded> {
  let left = limit;
  for await (const one of records) {
    yield one;
    left -= 1;
    if (left === 0) return;
  }
}

async function show(
  io: Io,
  records: AsyncIterable<Recorded>,
  { json, full, several }: { json: boolean; full: boolean; several: boolean },
): Promise<number> {
  let lines = 0;
  const rows: (ReturnType<typeof recordEvent> & { number: string })[] = [];
  for await (const one of records) {
    lines += 1;
    if (json) printJson(io, recordJson(one, full));
    else rows.push({ ...recordEvent(one.line, full), number: one.phoneNumberId });
  }
  if (rows.length === 0) return lines;
  printTable(
    io,
    [
      { title: 'when', value: (row) => shownInstant(row.at) },
      ...(several ? [{ title: 'number', value: (row: { number: string }) => row.number }] : []),
      { title: 'sender', value: (row) => row.sender },
      { title: 'by', value: (row) => row.by },
      { title: 'what', value: (row) => row.what },
      { title: 'why', value: (row) => row.why },
    ],
    rows,
  );
  return lines;
}

async function writeAll(
  records: AsyncIterable<Recorded>,
  full: boolean,
  write: (text: string) => Promise<void>,
): Promise<number> {
  let lines = 0;
  let page: string[] = [];
  for await (const one of records) {
    lines += 1;
    page.push(`${JSON.stringify(recordJson(one, full))}\n`);
    if (page.length < PAGE) continue;
    await write(page.join(''));
    page = [];
  }
  await write(page.join(''));
  return lines;
}

/** Nobody should take silence for innocence. */
async function sayHowFar(
  { redis, keys }: Attached,
  numbers: readonly string[],
  from: number,
  io: Io,
): Promise<void> {
  for (const phoneNumberId of numbers) {
    const cutAt = await auditCutAt(redis, keys, phoneNumberId);
    if (cutAt === null || cutAt <= from) continue;
    const of = numbers.length > 1 ? ` of ${phoneNumberId}` : '';
    io.stderr.write(`The record${of} is whole from ${shownInstant(cutAt)} on; older lines are gone.\n`);
  }
}
