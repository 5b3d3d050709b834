import { ACTIONS } from '../core/decision.ts';
import { totalOf, type ActionCounts, type LabelCounts } from '../replay/counts.ts';
import type { ShownPerson } from '../replay/people.ts';
import type { ReplayReport, RuleReport } from '../replay/report.ts';
import type { Io } from './io.ts';
import { createStyle, printTable, type Column } from './output.ts';
import { shownPerson } from './person.ts';
import { printAgainst } from './replay-against.ts';
import { count, people, printPeople, TOP_ROWS } from './replay-people.ts';
import { printQuality, share } from './replay-quality.ts';

export interface ReplayNames {
  /** Of the file. */
  name: string;
  dir: string;
  otherDir: string | null;
}

/** The report with phone numbers shown as asked. */
export function masked(report: ReplayReport, full: boolean): ReplayReport {
  const hide = <T extends { list: ShownPerson[] }>(crowd: T): T => ({
    ...crowd,
    list: crowd.list.map((one) => ({
      ...one,
      senderId: one.senderId === null ? null : shownPerson(one.senderId, full),
    })),
  });
  const { against } = report;
  return {
    ...report,
    blocked: hide(report.blocked),
    against: against === null ? null : { ...against, more: hide(against.more), fewer: hide(against.fewer) },
  };
}

/** The whole report for people. */
export function printReplay(io: Io, report: ReplayReport, names: ReplayNames): void {
  const say = (text: string): void => void io.stdout.write(`${text}\n`);
  const title = (text: string): void => say(`\n${createStyle(io).bold(text)}`);
  say(
    `${createStyle(io).bold('Replay')} of ${names.name} by the rules in ${names.dir}: ${count(report.rows, 'row')}, ${count(report.messages, 'message')} from ${count(report.senders, 'sender')}`,
  );
  for (const line of asides(report)) say(line);
  title('Decisions');
  printTable(
    io,
    actionColumns<ActionCounts>((counts) => counts),
    [report.decisions],
  );

  const { blocked, spared } = report;
  title(`Would be blocked, for a while or for good: ${people(blocked)}`);
  printPeople(io, blocked.byRule, blocked.list);
  if (blocked.people > blocked.list.length)
    say(`… ${blocked.people - blocked.list.length} more; see --limit`);
  if (spared.protected + spared.trusted > 0)
    say(
      `\nSpared although the rules matched: ${spared.protected} protected, ${spared.trusted} trusted too much for these rules`,
    );

  title('Rules by messages matched');
  printRules(io, report);
  printBreakdown(io, 'source', report.bySource, title);
  printBreakdown(io, 'language', report.byLanguage, title);
  if (report.quality !== null) {
    title('How right it is');
    printQuality(io, report.quality);
  }
  if (report.against !== null && names.otherDir !== null) {
    title(`Compared with the rules in ${names.otherDir}`);
    printAgainst(io, report.against);
  }
}

function asides({ broken, passedOver, repeated, unreadable, timeline }: ReplayReport): string[] {
  const others = Object.entries(passedOver).map(([name, times]) => `${times} ${name}`);
  if (repeated > 0) others.push(`${count(repeated, 'message')} delivered twice`);
  if (unreadable > 0) others.push(`${count(unreadable, 'message')} without a sender`);
  const lines = broken > 0 ? [`${count(broken, 'line')} could not be read`] : [];
  if (others.length > 0) lines.push(`Passed over: ${others.join(', ')}`);
  if (timeline === null) return lines;
  const { keptOut, blocks, lifts, held } = timeline;
  lines.push(
    `Over the time: ${count(blocks, 'block')}, ${count(lifts, 'lift')}, ${count(keptOut, 'message')} would not have arrived`,
  );
  if (held > 0) lines.push(`The brake would have held ${count(held, 'block')} for you to look at`);
  return lines;
}

function printRules(io: Io, { rules, quality }: ReplayReport): void {
  const hit = rules.filter(({ messages }) => messages > 0).sort((a, b) => b.messages - a.messages);
  const silent = rules.filter(({ messages }) => messages === 0);
  const right: Column<RuleReport>[] = [
    { title: 'unwanted', value: (rule) => rule.quality?.spam ?? 0, align: 'right' },
    { title: 'harmless', value: (rule) => rule.quality?.ham ?? 0, align: 'right' },
    { title: 'precision', value: (rule) => share(rule.quality?.precision ?? null), align: 'right' },
    { title: 'recall', value: (rule) => share(rule.quality?.recall ?? null), align: 'right' },
  ];
  if (hit.length > 0)
    printTable<RuleReport>(
      io,
      [
        { title: 'messages', value: (rule) => rule.messages, align: 'right' },
        { title: 'people', value: (rule) => rule.people, align: 'right' },
        { title: 'customers', value: (rule) => rule.customers, align: 'right' },
        ...(quality === null ? [] : right),
        { title: 'rule', value: (rule) => (rule.mode === 'monitor' ? `${rule.id} (monitor)` : rule.id) },
        { title: 'a reason', value: (rule) => rule.reasons[0] ?? '' },
      ],
      hit.slice(0, TOP_ROWS),
    );
  if (hit.length > TOP_ROWS) io.stdout.write(`… ${hit.length - TOP_ROWS} more rules; see --json\n`);
  if (silent.length > 0) {
    const ids = silent.map(({ id, mode }) => (mode === 'off' ? `${id} (off)` : id));
    io.stdout.write(`Never matched: ${ids.join(', ')}\n`);
  }
}

/** Nothing when there is one row that says what the sum says already. */
function printBreakdown(
  io: Io,
  what: string,
  table: Readonly<Record<string, LabelCounts>>,
  title: (text: string) => void,
): void {
  const rows = Object.entries(table).flatMap(([name, labels]) =>
    Object.entries(labels).map(([label, counts]) => ({ name, label, counts })),
  );
  if (rows.length < 2) return;
  title(`By ${what}`);
  printTable<(typeof rows)[number]>(
    io,
    [
      { title: what, value: (row) => row.name },
      { title: 'label', value: (row) => row.label },
      { title: 'messages', value: (row) => totalOf(row.counts), align: 'right' },
      ...actionColumns<(typeof rows)[number]>((row) => row.counts),
    ],
    rows.slice(0, 2 * TOP_ROWS),
  );
  if (rows.length > 2 * TOP_ROWS) io.stdout.write(`… ${rows.length - 2 * TOP_ROWS} more; see --json\n`);
}

const actionColumns = <Row>(countsOf: (row: Row) => ActionCounts): Column<Row>[] =>
  ACTIONS.map((action) => ({ title: action, value: (row) => countsOf(row)[action], align: 'right' }));
