import { activeStrikes } from '../../core/ledger/entry.ts';
import { statusOf } from '../../core/ledger/next-action.ts';
import { probationUntil } from '../../core/probation.ts';
import { UserError } from '../../errors.ts';
import { namesOf } from '../../store/find-entries.ts';
import { integerOption } from '../args.ts';
import { attach } from '../attach.ts';
import type { AuditEvent } from '../audit-event.ts';
import { auditEvent } from '../audit-event.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { chosenNumbers, NUMBER_OPTION } from '../numbers.ts';
import { createStyle, printJson, printTable } from '../output.ts';
import { readPerson, shownInstant, shownPerson } from '../person.ts';
import { protectionOf } from '../protection.ts';
import { lastSeenAt, readSender, type SenderAtNumber } from '../sender-view.ts';

export const sendersShowCommand = defineCommand({
  name: 'senders show',
  summary: 'Show what is remembered of one person: messages, decisions, strikes, block, protection',
  usage: 'PHONE|BSUID',
  operands: { min: 1, max: 1 },
  options: {
    number: NUMBER_OPTION,
    limit: { type: 'string', value: 'N', default: '10', about: 'At most so many recent events' },
    full: { type: 'boolean', about: 'Show phone numbers whole' },
  },
  details:
    'Where Meta tells a BSUID, people are kept under it; a phone number then finds only those who have a ledger row. Exits 1 when nothing is known.',
  async run({ values, operands, json }, io) {
    const { name } = readPerson(operands[0] ?? '');
    const limit = integerOption(values.limit, 'limit', { min: 0, max: 10_000 });
    await using cordon = await attach(io);
    const numbers = await chosenNumbers(cordon, values.number);
    const { found, whole } = await readSender(cordon, numbers, name, limit);
    const names = new Set([name, ...found.flatMap(({ entry }) => (entry === null ? [] : namesOf(entry)))]);
    const protection = await protectionOf(cordon, [...names]);
    if (!whole) io.stderr.write('Closed ledger rows were searched only in part.\n');
    if (found.length === 0 && protection === null) {
      throw new UserError(`nothing is known of ${shownPerson(name, values.full)}`, {
        hint: /^\d/.test(name) ? 'Meta may name them by BSUID only: look for that.' : 'Check the BSUID.',
        exitCode: 1,
      });
    }
    const now = Date.now();
    const facts = found.map((one) => factsOf(one, values.full, now));
    if (json)
      printJson(io, { sender: shownPerson(name, values.full), protected: protection, numbers: facts });
    else {
      io.stdout.write(`${createStyle(io).bold(shownPerson(name, values.full))}\n`);
      if (protection !== null) {
        const how =
          protection.by === 'hand' ? `by hand since ${shownInstant(protection.since)}` : 'by the rules';
        io.stdout.write(`protected ${how}\n`);
      }
      for (const one of facts) print(io, one);
    }
    return 0;
  },
});

interface Facts {
  phoneNumberId: string;
  senderId: string;
  phone: string | null;
  messagesSeen: number;
  firstSeenAt: number | null;
  lastSeenAt: number | null;
  status: string;
  untilAt: number | null;
  permanent: boolean;
  rules: readonly string[];
  reasons: readonly string[];
  strikes: { active: number; total: number };
  /** Stricter thresholds hold until then, ms. */
  probationUntilAt: number | null;
  recent: AuditEvent[];
}

function factsOf(
  { phoneNumberId, senderId, state, entry, recent }: SenderAtNumber,
  full: boolean,
  now: number,
): Facts {
  const desired = entry?.desired ?? { kind: 'none' };
  return {
    phoneNumberId,
    senderId: shownPerson(senderId, full),
    phone: entry?.phone == null ? null : shownPerson(entry.phone, full),
    messagesSeen: state?.total ?? 0,
    firstSeenAt: state === null ? null : state.firstAt * 1000,
    lastSeenAt: state === null ? null : lastSeenAt(state),
    status: entry === null ? 'none' : statusOf(entry, now),
    untilAt: desired.kind === 'until' ? desired.at : null,
    permanent: desired.kind === 'permanent',
    rules: entry?.episode?.rules ?? [],
    reasons: entry?.episode?.reasons ?? [],
    strikes: {
      active: entry === null ? 0 : activeStrikes(entry, now).length,
      total: entry?.strikesTotal ?? 0,
    },
    probationUntilAt: probationUntil(entry, now),
    recent: recent.map(auditEvent),
  };
}

function print(io: Io, facts: Facts): void {
  const until = facts.permanent ? 'for good' : shownInstant(facts.untilAt);
  const rows: [string, string | number][] = [
    ['number', facts.phoneNumberId],
    ['sender', facts.senderId],
    ['phone', facts.phone ?? ''],
    ['messages', facts.messagesSeen],
    ['first seen', shownInstant(facts.firstSeenAt)],
    ['last seen', shownInstant(facts.lastSeenAt)],
    ['status', facts.status === 'none' ? 'not blocked' : facts.status],
    ['until', until],
    ['rules', facts.rules.join(', ')],
    ['reasons', facts.reasons.join('; ')],
    ['on probation', facts.probationUntilAt === null ? '' : `until ${shownInstant(facts.probationUntilAt)}`],
    ['strikes', `${facts.strikes.active} active of ${facts.strikes.total}`],
  ];
  io.stdout.write('\n');
  const known = rows.filter(([, value]) => value !== '');
  printTable(
    io,
    [
      { title: 'about', value: ([name]) => name },
      { title: 'value', value: ([, value]) => value },
    ],
    known,
  );
  if (facts.recent.length === 0) return;
  io.stdout.write('\n');
  printTable(
    io,
    [
      { title: 'when', value: (event) => shownInstant(event.at) },
      { title: 'what', value: (event) => event.what },
      { title: 'why', value: (event) => event.why },
    ],
    facts.recent,
  );
}
