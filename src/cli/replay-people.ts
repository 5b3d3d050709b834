import type { RuleToll, ShownPerson, Toll } from '../replay/people.ts';
import type { Io } from './io.ts';
import { printTable } from './output.ts';

/** The most rows of a table; programs get all of them. */
export const TOP_ROWS = 20;

/** By rule, then by name. */
export function printPeople(io: Io, byRule: readonly RuleToll[], list: readonly ShownPerson[]): void {
  if (byRule.length === 0) return;
  printTable<RuleToll>(
    io,
    [
      { title: 'people', value: (row) => row.people, align: 'right' },
      { title: 'customers', value: (row) => row.customers, align: 'right' },
      { title: 'innocent', value: (row) => row.innocent, align: 'right' },
      { title: 'rule', value: (row) => row.rule },
    ],
    byRule.slice(0, TOP_ROWS),
  );
  if (list.length === 0) return;
  io.stdout.write('\n');
  printTable<ShownPerson>(
    io,
    [
      { title: 'line', value: (one) => one.line, align: 'right' },
      { title: 'sender', value: (one) => one.senderId ?? '' },
      { title: 'label', value: (one) => one.label ?? '' },
      { title: 'action', value: (one) => one.action },
      { title: 'offences', value: (one) => one.offences, align: 'right' },
      { title: 'customer?', value: (one) => (one.customer ? 'yes' : '') },
      { title: 'rules', value: (one) => one.rules.join(', ') },
      { title: 'reasons', value: (one) => one.reasons.join('; ') },
    ],
    list,
  );
}

/** `37 people, 5 of them customers` */
export function people(toll: Toll): string {
  return toll.people === 0 ? 'nobody' : `${toll.people} ${who(toll.people)}${ofThem(toll)}`;
}

/** `37 more people would be blocked, 5 of them customers` */
export function change(toll: Toll, way: 'more' | 'fewer'): string {
  if (toll.people === 0)
    return way === 'more' ? 'Nobody more would be blocked' : 'Nobody would be let through';
  const n = toll.people;
  return way === 'more'
    ? `${n} more ${who(n)} would be blocked${ofThem(toll)}`
    : `${n} ${who(n)} would no longer be blocked${ofThem(toll)}`;
}

const who = (n: number): string => (n === 1 ? 'person' : 'people');

/** Whom labels call harmless is said where it is not the same people. */
function ofThem({ customers, innocent }: Toll): string {
  const told = `, ${customers} of them ${customers === 1 ? 'a customer' : 'customers'}`;
  return innocent === customers ? told : `${told}, ${innocent} innocent`;
}

export const count = (n: number, noun: string): string =>
  `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
