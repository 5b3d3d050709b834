import { ACTIONS } from '../../core/decision.ts';
import { DURATION_HINT, formatDuration, parseDuration } from '../../core/duration.ts';
import { recommend } from '../../core/report/recommend.ts';
import type { ReportSummary, ReportedPerson, RuleToll } from '../../core/report/summary.ts';
import { customersOf } from '../../core/report/summary.ts';
import { UserError } from '../../errors.ts';
import { STATS_KEPT_DAYS } from '../../store/keys.ts';
import { integerOption } from '../args.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { chosenNumbers, NUMBER_OPTION } from '../numbers.ts';
import { createStyle, printJson, printTable } from '../output.ts';
import { shownInstant, shownPerson } from '../person.ts';
import { readReport } from '../read-report.ts';

const DAY_MS = 86_400_000;
const TOP_RULES = 10;

export const reportCommand = defineCommand({
  name: 'report',
  summary: 'What happened, and in monitor mode who would have been blocked; ends with advice',
  options: {
    since: { type: 'string', value: 'LENGTH', default: '7d', about: 'How far back, e.g. 24h, 7d, 4w' },
    number: NUMBER_OPTION,
    limit: { type: 'string', value: 'N', default: '20', about: 'At most so many people in the list' },
    full: { type: 'boolean', about: 'Show phone numbers whole' },
  },
  details:
    'Counts whole UTC days. Looks like a customer: known for two days with three messages or more, or the offending message answers one of ours, presses our button or is an order. A hint, not proof. Exits 1 when the advice is to look at something.',
  async run({ values, json }, io) {
    const since = parseDuration(values.since);
    if (since === null || since > STATS_KEPT_DAYS * DAY_MS)
      throw new UserError(`--since ${values.since} is not a length of at most ${STATS_KEPT_DAYS} days`, {
        hint: `Use ${DURATION_HINT}.`,
      });
    const limit = integerOption(values.limit, 'limit', { min: 0, max: 100_000 });
    await using cordon = await attach(io);
    const numbers = await chosenNumbers(cordon, values.number);
    const summary = await readReport(cordon, numbers, since, Date.now());
    const advice = recommend(summary);
    const masked = (people: readonly ReportedPerson[]): ReportedPerson[] =>
      people.slice(0, limit).map((one) => ({ ...one, senderId: shownPerson(one.senderId, values.full) }));
    const shown: ReportSummary = {
      ...summary,
      wouldBlock: { ...summary.wouldBlock, people: masked(summary.wouldBlock.people) },
      blocked: { ...summary.blocked, people: masked(summary.blocked.people) },
    };
    const totals = {
      wouldBlock: tallyOf(summary.wouldBlock.people),
      blocked: tallyOf(summary.blocked.people),
    };
    if (json) printJson(io, { numbers, ...shown, totals, recommendation: advice });
    else print(io, numbers, shown, totals, advice.text);
    return advice.advice === 'look' ? 1 : 0;
  },
});

interface Tally {
  people: number;
  customers: number;
}
const tallyOf = (people: readonly ReportedPerson[]): Tally => ({
  people: people.length,
  customers: customersOf(people),
});

function print(
  io: Io,
  numbers: readonly string[],
  summary: ReportSummary,
  totals: { wouldBlock: Tally; blocked: Tally },
  advice: readonly string[],
): void {
  const style = createStyle(io);
  const title = (text: string): void => void io.stdout.write(`\n${style.bold(text)}\n`);
  const { enforcement, warnings, wouldBlock, blocked, watched } = summary;
  io.stdout.write(
    `${style.bold('Report')} from ${shownInstant(summary.from)} to ${shownInstant(summary.to)}, ${numbers.length === 1 ? `number ${numbers[0] ?? ''}` : `${numbers.length} numbers`}\n`,
  );
  if (summary.auditFrom !== null)
    io.stdout.write(
      `Blocks and people are counted only from ${shownInstant(summary.auditFrom)}: older records gave way to newer ones.\n`,
    );
  title(
    `Messages judged: ${summary.total}${summary.late > 0 ? `, and ${summary.late} too late to judge` : ''}`,
  );
  printTable(
    io,
    [
      { title: 'mode', value: (mode) => mode },
      ...ACTIONS.map((action) => ({
        title: action,
        value: (mode: 'monitor' | 'enforce') => summary.messages[mode][action],
        align: 'right' as const,
      })),
    ],
    (['monitor', 'enforce'] as const).filter((mode) =>
      ACTIONS.some((action) => summary.messages[mode][action] > 0),
    ),
  );
  if (summary.rules.length > 0) {
    title('Rules by messages matched');
    printTable(
      io,
      [
        { title: 'messages', value: (row) => row.messages, align: 'right' },
        { title: 'rule', value: (row) => (row.watched ? `${row.rule} (monitor)` : row.rule) },
      ],
      summary.rules.slice(0, TOP_RULES),
    );
  }
  title('Blocks');
  printTable(
    io,
    (['opened', 'blocked', 'lifted', 'held', 'armed', 'refused', 'byHand'] as const).map((name) => ({
      title: name === 'byHand' ? 'by hand' : name,
      value: () => enforcement[name],
      align: 'right' as const,
    })),
    [enforcement],
  );
  if (enforcement.averageMs !== null)
    io.stdout.write(
      `From webhook to block: ${seconds(enforcement.averageMs)} on average, ${seconds(enforcement.slowestMs ?? 0)} at most\n`,
    );
  if (Object.values(warnings).some((count) => count > 0))
    io.stdout.write(
      `Warnings to senders: ${warnings.sent} sent, ${warnings.unknown} perhaps sent, ${warnings.refused} refused by Meta, ${warnings.unsent} not sent\n`,
    );
  const people = (what: string, tally: Tally, of: ReportSummary['blocked']): void => {
    if (tally.people === 0) return;
    title(`${what}: ${tally.people} people, ${tally.customers} of them look like customers`);
    tolls(io, of.rules);
    io.stdout.write('\n');
    list(io, of.people);
  };
  people('Would have been blocked (monitor mode)', totals.wouldBlock, wouldBlock);
  people('Blocked', totals.blocked, blocked);
  if (watched.length > 0) {
    title('Rules in monitor mode, by people matched');
    tolls(io, watched);
  }
  if (summary.campaigns.length > 0) campaigns(io, summary.campaigns, title);
  title('What to do');
  for (const line of advice) io.stdout.write(`${line}\n`);
}

function campaigns(io: Io, found: ReportSummary['campaigns'], title: (text: string) => void): void {
  const shown = found.slice(0, TOP_RULES);
  const more = found.length > shown.length ? ' + …' : '';
  const crowds = `${shown.map(({ senders }) => senders).join(' + ')}${more} senders`;
  title(`${found.length === 1 ? '1 campaign' : `${found.length} campaigns`}: ${crowds}`);
  printTable(
    io,
    [
      { title: 'senders', value: (one) => one.senders, align: 'right' },
      { title: 'of', value: (one) => one.of },
      { title: 'what', value: (one) => one.shown },
      { title: 'found', value: (one) => shownInstant(one.foundAt) },
      { title: 'last', value: (one) => shownInstant(one.lastAt) },
      { title: 'rules', value: (one) => one.rules.join(', ') },
    ],
    shown,
  );
}

function tolls(io: Io, rows: readonly RuleToll[]): void {
  printTable(
    io,
    [
      { title: 'people', value: (row) => row.people, align: 'right' },
      { title: 'like customers', value: (row) => row.customers, align: 'right' },
      { title: 'rule', value: (row) => row.rule },
    ],
    rows.slice(0, TOP_RULES),
  );
}

function list(io: Io, people: readonly ReportedPerson[]): void {
  printTable(
    io,
    [
      { title: 'sender', value: (one) => one.senderId },
      { title: 'last', value: (one) => shownInstant(one.lastAt) },
      { title: 'action', value: (one) => one.action },
      { title: 'offences', value: (one) => one.offences, align: 'right' },
      { title: 'customer?', value: (one) => (one.looksLikeCustomer ? 'yes' : '') },
      { title: 'rules', value: (one) => one.rules.join(', ') },
    ],
    people,
  );
}

const seconds = (ms: number): string => formatDuration(Math.round(ms / 100) * 100);
