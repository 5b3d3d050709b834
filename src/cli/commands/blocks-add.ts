import { movedEnd } from '../../blocker/journal.ts';
import { DURATION_HINT, parseDuration } from '../../core/duration.ts';
import type { LedgerEntry } from '../../core/ledger/entry.ts';
import type { LedgerStatus } from '../../core/ledger/next-action.ts';
import { add } from '../../core/ledger/operator.ts';
import { UserError } from '../../errors.ts';
import { findEntries, namesOf, readSenderState } from '../../store/find-entries.ts';
import { createJournal } from '../../store/journal.ts';
import type { Attached } from '../attach.ts';
import { attach } from '../attach.ts';
import { changeEntry, enforceNow } from '../change-entry.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { NUMBER_OPTION, oneNumber } from '../numbers.ts';
import { printJson } from '../output.ts';
import { readPerson, shownInstant, shownPerson } from '../person.ts';
import { protectionOf } from '../protection.ts';
import { lastSeenAt } from '../sender-view.ts';

const REASON_MAX = 200;

export const blocksAddCommand = defineCommand({
  name: 'blocks add',
  summary: 'Block a person yourself, for a while or for good',
  usage: 'PHONE|BSUID',
  operands: { min: 1, max: 1 },
  options: {
    for: { type: 'string', value: 'LENGTH', about: 'How long, e.g. 30m, 24h, 7d' },
    forever: { type: 'boolean', about: 'Until somebody lifts it' },
    reason: { type: 'string', value: 'TEXT', about: 'Why, for later readers (default "blocked by hand")' },
    number: { ...NUMBER_OPTION, about: 'At this phone number id; needed when Cordon knows several' },
  },
  details:
    'Meta blocks only people who wrote within 24 hours. Others are armed: blocked as soon as they write again. It is no strike. Exits 1 when Meta refused.',
  async run({ values, operands, json }, io) {
    const person = readPerson(operands[0] ?? '');
    const length = lengthOf(values.for, values.forever);
    const reason = (values.reason ?? 'blocked by hand').slice(0, REASON_MAX);
    await using cordon = await attach(io);
    if (cordon.config.mode === 'monitor') {
      throw new UserError('Cordon is in monitor mode: nobody is blocked', {
        hint: 'Set CORDON_MODE=enforce where Cordon runs and for this command.',
        exitCode: 1,
      });
    }
    const phoneNumberId = await oneNumber(cordon, values.number);
    const { entries, whole } = await findEntries(cordon, phoneNumberId, [person.name], { closed: true });
    const known = entries[0] ?? null;
    await refuseProtected(cordon, [...new Set([person.name, ...(known === null ? [] : namesOf(known))])]);
    const sender = { id: known?.senderId ?? person.name, phone: person.phone, userId: person.userId };
    const lastInboundAt = await lastMessageAt(cordon, phoneNumberId, sender.id);
    const until = length === null ? null : Date.now() + length;
    const result = await changeEntry(
      cordon,
      phoneNumberId,
      sender.id,
      (current) => add(current, { sender, until, reason, lastInboundAt }, Date.now()),
      { op: 'add', until, reason },
    );
    if (result.kind === 'foreign') {
      throw new UserError(`${shownPerson(person.name, false)} is blocked already, by somebody else`, {
        hint: 'To make it yours, lift it first: cordon blocks lift --foreign',
        exitCode: 1,
      });
    }
    const [status = 'due'] = await enforceNow(cordon, phoneNumberId, [sender.id]);
    const [entry = null] = await cordon.ledger.load(phoneNumberId, [sender.id]);
    await keepEnd(cordon, phoneNumberId, entry, io);
    const shown = shownPerson(sender.id, false);
    if (json)
      printJson(io, { sender: shown, phoneNumberId, status, untilAt: until, permanent: until === null });
    else io.stdout.write(`${shown} ${told(status, entry, until)}\n`);
    if (status === 'armed' && person.phone !== null && sender.id === person.phone)
      io.stderr.write(UNDER_THE_PHONE);
    if (!whole) io.stderr.write('Closed rows were searched only in part; an older row may stay unused.\n');
    return status === 'refused' ? 1 : 0;
  },
});

const UNDER_THE_PHONE =
  'It is armed under the phone number. Where Meta names this person by BSUID, use that: cordon blocks add BSUID\n';

function lengthOf(text: string | undefined, forever: boolean): number | null {
  if ((text === undefined) === !forever)
    throw new UserError('say how long: --for LENGTH or --forever', { hint: `LENGTH is ${DURATION_HINT}.` });
  if (text === undefined) return null;
  const length = parseDuration(text);
  if (length === null)
    throw new UserError(`--for ${text} is not a length`, { hint: `Use ${DURATION_HINT}.` });
  return length;
}

async function refuseProtected(cordon: Attached, names: readonly string[]): Promise<void> {
  const protection = await protectionOf(cordon, names);
  if (protection === null) return;
  throw new UserError(`${shownPerson(names[0] ?? '', false)} is protected`, {
    hint:
      protection.by === 'rules'
        ? `Take them out of the protected senders in ${cordon.config.rulesDir} first.`
        : 'First: cordon senders protect --remove',
    exitCode: 1,
  });
}

async function lastMessageAt(cordon: Attached, phoneNumberId: string, id: string): Promise<number | null> {
  const state = await readSenderState(cordon.redis, cordon.keys, phoneNumberId, id);
  return state === null ? null : lastSeenAt(state);
}

/** A lost Redis must not bring the old end back. */
async function keepEnd(
  { config }: Attached,
  phoneNumberId: string,
  entry: LedgerEntry | null,
  io: Io,
): Promise<void> {
  const line = entry === null ? null : movedEnd(phoneNumberId, entry);
  if (line === null) return;
  await createJournal(config.dataDir)
    .append([line])
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      io.stderr.write(
        `The journal does not know this end (${why}). Export the blocks once that is mended.\n`,
      );
    });
}

function told(status: LedgerStatus, entry: LedgerEntry | null, until: number | null): string {
  const end = until === null ? 'for good' : `until ${shownInstant(until)}`;
  switch (status) {
    case 'blocked':
      return `is blocked ${end}`;
    case 'armed':
      return `has not written for 24 hours, so Meta does not block them now: armed ${end}, blocked at the next message`;
    case 'refused':
      return `cannot be blocked: Meta refused (code ${entry?.refused?.code ?? 'none'})`;
    default:
      return `is to be blocked ${end}; no worker has confirmed it yet, see cordon status`;
  }
}
