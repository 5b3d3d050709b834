import type { LedgerEntry } from '../core/ledger/entry.ts';
import { statusOf } from '../core/ledger/next-action.ts';
import type { OperatorResult } from '../core/ledger/operator.ts';
import { findEntries, namesOf } from '../store/find-entries.ts';
import type { Attached } from './attach.ts';
import { changeEntry, enforceNow } from './change-entry.ts';
import type { Io } from './io.ts';
import { createStyle, printJson } from './output.ts';
import { shownPerson, type Person } from './person.ts';

/** What became of one person at one number; `phoneNumberId` is null when no number has them blocked. */
export interface Lifted {
  sender: string;
  phoneNumberId: string | null;
  result: 'lifted' | 'on its way' | 'not blocked' | 'foreign';
}

/** Changes every row of these people at these numbers by `change` and sees to it that Meta learns of it. */
export async function liftPeople(
  cordon: Attached,
  numbers: readonly string[],
  people: readonly Person[],
  op: 'lift' | 'protect',
  change: (entry: LedgerEntry, now: number) => OperatorResult,
): Promise<Lifted[]> {
  const results: Lifted[] = [];
  const blocked = new Set<string>();
  const names = people.map(({ name }) => name);
  for (const phoneNumberId of numbers) {
    const { entries } = await findEntries(cordon, phoneNumberId, names, { closed: false });
    const lifted: LedgerEntry[] = [];
    for (const entry of entries) {
      const now = Date.now();
      const wasOpen = statusOf(entry, now) !== 'none';
      const { kind } = await changeEntry(
        cordon,
        phoneNumberId,
        entry.senderId,
        (current) => (current === null ? { kind: 'nothing' } : change(current, now)),
        { op },
      );
      if (kind === 'nothing' || !wasOpen) continue;
      for (const name of namesOf(entry)) blocked.add(name);
      if (kind === 'changed') lifted.push(entry);
      else results.push({ sender: shownPerson(entry.senderId, false), phoneNumberId, result: 'foreign' });
    }
    if (lifted.length === 0) continue;
    const ids = lifted.map(({ senderId }) => senderId);
    const statuses = await enforceNow(cordon, phoneNumberId, ids);
    ids.forEach((senderId, index) => {
      const result = statuses[index] === 'none' ? 'lifted' : 'on its way';
      results.push({ sender: shownPerson(senderId, false), phoneNumberId, result });
    });
  }
  const others = people.filter(({ name }) => !blocked.has(name));
  const free = others.map(({ name }): Lifted => {
    return { sender: shownPerson(name, false), phoneNumberId: null, result: 'not blocked' };
  });
  return [...results, ...free];
}

const TOLD: Record<Lifted['result'], string> = {
  lifted: 'is let in again',
  'on its way': 'is to be let in; no worker has confirmed it yet, see cordon status',
  'not blocked': 'is not blocked',
  foreign: 'was blocked by somebody else, not by Cordon, and stays so (cordon blocks lift --foreign)',
};

export function printLifted(io: Io, results: readonly Lifted[], json: boolean): void {
  const style = createStyle(io);
  for (const one of results) {
    if (json) printJson(io, one);
    else {
      const { sender, phoneNumberId, result } = one;
      const paint = {
        lifted: style.green,
        'on its way': style.yellow,
        'not blocked': style.dim,
        foreign: style.red,
      };
      const at = phoneNumberId === null ? '' : ` (number ${phoneNumberId})`;
      io.stdout.write(`${paint[result](sender)} ${TOLD[result]}${at}\n`);
    }
  }
}
