import type { ChangedMessage } from '../replay/difference.ts';
import type { AgainstReport } from '../replay/report.ts';
import type { Io } from './io.ts';
import { printTable } from './output.ts';
import { change, count, people, printPeople } from './replay-people.ts';

/** What the rules asked about would do differently. */
export function printAgainst(io: Io, { messages, more, fewer }: AgainstReport): void {
  const say = (text: string): void => void io.stdout.write(`${text}\n`);
  if (messages.changed === 0) {
    say('No message is decided differently.');
    return;
  }
  say(`${change(more, 'more')}.`);
  say(`${change(fewer, 'fewer')}.`);
  say(
    `${count(messages.changed, 'message')} decided differently: ${messages.harsher} more harshly, ${messages.milder} more mildly.`,
  );
  for (const { from, to, messages: n } of messages.moves) say(`  ${from} → ${to}: ${n}`);
  for (const [title, crowd] of [
    ['Blocked now', more],
    ['No longer blocked', fewer],
  ] as const) {
    if (crowd.people === 0) continue;
    say(`\n${title}: ${people(crowd)}`);
    printPeople(io, crowd.byRule, crowd.list);
  }
  say('\nMessages decided differently, the first of them');
  printTable<ChangedMessage>(
    io,
    [
      { title: 'line', value: (row) => row.line, align: 'right' },
      { title: 'label', value: (row) => row.label ?? '' },
      { title: 'was', value: (row) => row.from },
      { title: 'is', value: (row) => row.to },
      { title: 'matches now', value: (row) => row.rules.gained.join(', ') },
      { title: 'no longer', value: (row) => row.rules.lost.join(', ') },
    ],
    messages.lines,
  );
}
