import { activeStrikes, type LedgerEntry } from '../../core/ledger/entry.ts';
import { statusOf, STATUSES, type LedgerStatus } from '../../core/ledger/next-action.ts';
import { isOperatorEpisode } from '../../core/ledger/operator.ts';
import { choiceOption, integerOption } from '../args.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { chosenNumbers, NUMBER_OPTION } from '../numbers.ts';
import { printJson, printTable } from '../output.ts';
import { shownInstant, shownPerson } from '../person.ts';

interface Row {
  phoneNumberId: string;
  sender: string;
  phone: string | null;
  status: LedgerStatus;
  /** Start of the episode, ms; null on foreign rows. */
  startedAt: number | null;
  /** ms; null = for good, or unknown on foreign rows. */
  untilAt: number | null;
  permanent: boolean;
  rules: readonly string[];
  reasons: readonly string[];
  strikes: { active: number; total: number };
}

export const blocksListCommand = defineCommand({
  name: 'blocks list',
  summary: 'Show who is blocked, about to be, or let back in soon',
  options: {
    number: NUMBER_OPTION,
    status: {
      type: 'string',
      value: 'STATUS',
      multiple: true,
      about: `Only these (may be repeated): ${STATUSES.filter((one) => one !== 'none')
        .map((one) => one.replace(' ', '-'))
        .join(', ')}`,
    },
    limit: {
      type: 'string',
      value: 'N',
      default: '100',
      about: 'At most so many rows, newest first; 0 = all',
    },
    full: { type: 'boolean', about: 'Show phone numbers whole' },
  },
  details:
    'armed: could not be blocked in time and will be at the next message · held: the brake keeps it from being enforced · refused: Meta does not take it · foreign: somebody else blocked them.',
  async run({ values, json }, io) {
    const limit = integerOption(values.limit, 'limit', { min: 0, max: 1_000_000 });
    const wanted = values.status.map((one) => choiceOption(one.replace('-', ' '), 'status', STATUSES));
    await using cordon = await attach(io);
    const now = Date.now();
    const rows: Row[] = [];
    for (const phoneNumberId of await chosenNumbers(cordon, values.number)) {
      for await (const page of cordon.ledger.open(phoneNumberId)) {
        for (const entry of page) {
          const row = rowOf(phoneNumberId, entry, values.full, now);
          if (wanted.length === 0 || wanted.includes(row.status)) rows.push(row);
        }
      }
    }
    rows.sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
    const shown = limit === 0 ? rows : rows.slice(0, limit);
    if (json) for (const row of shown) printJson(io, row);
    else print(io, shown);
    const left = rows.length - shown.length;
    if (left > 0) io.stderr.write(`${left} more; see them with --limit 0\n`);
    return 0;
  },
});

function rowOf(phoneNumberId: string, entry: LedgerEntry, full: boolean, now: number): Row {
  const { desired, episode } = entry;
  return {
    phoneNumberId,
    sender: shownPerson(entry.senderId, full),
    phone: entry.phone === null ? null : shownPerson(entry.phone, full),
    status: statusOf(entry, now),
    startedAt: episode?.startedAt ?? null,
    untilAt: desired.kind === 'until' ? desired.at : null,
    permanent: desired.kind === 'permanent',
    rules: episode !== null && isOperatorEpisode(episode) ? ['(by hand)'] : (episode?.rules ?? []),
    reasons: entry.held !== null ? [`held: ${entry.held.cause}`] : (episode?.reasons ?? []),
    strikes: { active: activeStrikes(entry, now).length, total: entry.strikesTotal },
  };
}

function print(io: Io, rows: readonly Row[]): void {
  printTable(
    io,
    [
      { title: 'number', value: (row) => row.phoneNumberId },
      { title: 'sender', value: (row) => row.sender },
      { title: 'phone', value: (row) => row.phone ?? '' },
      { title: 'status', value: (row) => row.status },
      { title: 'since', value: (row) => shownInstant(row.startedAt) },
      { title: 'until', value: (row) => (row.permanent ? 'for good' : shownInstant(row.untilAt)) },
      { title: 'strikes', value: (row) => `${row.strikes.active}/${row.strikes.total}` },
      { title: 'rules', value: (row) => row.rules.join(', ') },
      { title: 'reason', value: (row) => row.reasons.join('; ') },
    ],
    rows,
  );
}
