import { readStatus, type NumberStatus, type StatusReport } from '../../status.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import type { ListClass } from '../../core/ledger/classify.ts';
import { exportProblems, reconcileProblems, warningProblems } from '../../upkeep.ts';
import { createStyle, printJson, printTable } from '../output.ts';
import { brakeProblem } from '../../brake-problem.ts';
import { lateProblem } from '../../late-problem.ts';
import { shownInstant } from '../person.ts';

export const statusCommand = defineCommand({
  name: 'status',
  summary: 'Show queues, blocks, what is held or paused, and dead letters of the running Cordon',
  options: {},
  details:
    'Exits 1 when something needs a person: a paused number, a tripped brake, dead letters or failed jobs.',
  async run({ json }, io) {
    await using cordon = await attach(io);
    const report = await readStatus(cordon, Date.now());
    const problems = problemsOf(report);
    if (json) printJson(io, { ...report, problems });
    else show(report, problems, io);
    return problems.length === 0 ? 0 : 1;
  },
});

function show(
  { queues, numbers, rulesets, exported }: StatusReport,
  problems: readonly string[],
  io: Io,
): void {
  printTable(
    io,
    [
      { title: 'queue', value: (queue) => queue.name },
      { title: 'waiting', value: (queue) => queue.waiting, align: 'right' },
      { title: 'active', value: (queue) => queue.active, align: 'right' },
      { title: 'delayed', value: (queue) => queue.delayed, align: 'right' },
      { title: 'failed', value: (queue) => queue.failed, align: 'right' },
    ],
    queues,
  );
  io.stdout.write('\n');
  const of = (status: keyof NumberStatus['ledger']) => (number: NumberStatus) => number.ledger[status] ?? 0;
  const column = (title: keyof NumberStatus['ledger']) => ({
    title,
    value: of(title),
    align: 'right' as const,
  });
  printTable(
    io,
    [
      { title: 'number', value: (number) => number.phoneNumberId },
      ...(['due', 'blocked', 'lift due', 'unknown', 'armed', 'held', 'refused', 'foreign'] as const).map(
        column,
      ),
      { title: 'dead letters', value: (number) => number.deadLetters, align: 'right' },
      { title: 'calls to Meta', value: shownCalls },
    ],
    numbers,
  );
  io.stdout.write('\n');
  printTable(
    io,
    [
      { title: 'worker', value: (report) => report.process },
      { title: 'rules', value: (report) => report.rules, align: 'right' },
      { title: 'version', value: (report) => report.hash },
      { title: 'from', value: (report) => report.source },
    ],
    rulesets,
  );
  io.stdout.write('\n');
  printCompared(numbers, io);
  const { last } = exported;
  if (last !== null) {
    const entries = last.entries === null ? '' : `, ${last.entries} blocks`;
    io.stdout.write(`\nlast export: ${shownInstant(last.at)}${entries} in ${last.file} (${last.process})\n`);
  }
  const style = createStyle(io);
  for (const problem of problems) io.stdout.write(`${style.red('!')} ${problem}\n`);
}

const shownCalls = ({ calls: { state, reason, until } }: NumberStatus): string =>
  [
    state,
    ...(reason === null ? [] : [`(${reason})`]),
    ...(until === null ? [] : [`next ${shownInstant(until)}`]),
  ].join(' ');

/** What the last comparison with Meta's list found; most of it is repaired since. */
function printCompared(numbers: readonly NumberStatus[], io: Io): void {
  const column = (title: string, ...kinds: ListClass[]) => ({
    title,
    value: ({ reconciled: { report } }: NumberStatus) =>
      report === null ? '' : kinds.reduce((sum, kind) => sum + report.counts[kind], 0),
    align: 'right' as const,
  });
  printTable(
    io,
    [
      { title: 'number', value: (number) => number.phoneNumberId },
      { title: "compared with Meta's list", value: ({ reconciled }) => comparedAt(reconciled) },
      { title: 'on it', value: ({ reconciled }) => reconciled.report?.listed ?? '', align: 'right' },
      ...[column('agreed', 'agreed'), column('missing', 'missing'), column('ended', 'ended', 'stray')],
      ...[column('unknown', 'unknown'), column('taken back', 'remembered')],
      column('foreign', 'foreign', 'foreign-known', 'overtaken'),
    ],
    numbers,
  );
}

const comparedAt = ({ report, failure }: NumberStatus['reconciled']): string =>
  [
    report === null ? 'not yet' : shownInstant(report.at),
    ...(failure === null ? [] : [`(${failure.reason})`]),
  ].join(' ');

function problemsOf({ queues, numbers, rulesets, exported }: StatusReport): string[] {
  const versions = new Set(rulesets.map(({ hash }) => hash));
  return [
    ...rulesets.flatMap(({ process, rejected }) =>
      rejected.length === 0
        ? []
        : [`The rule files of ${process} are not in force:\n    ${rejected.join('\n    ')}`],
    ),
    ...(versions.size > 1
      ? ['The workers judge by different versions of the rules. Give them the same files.']
      : []),
    ...reconcileProblems(numbers),
    ...warningProblems(numbers),
    ...exportProblems(exported),
    ...queues
      .filter(({ failed }) => failed > 0)
      .map(({ name, failed }) => `${failed} failed jobs in ${name}. Run: cordon retry`),
    ...numbers.flatMap(({ phoneNumberId, halted, late, brake, deadLetters }) => [
      ...(halted === null
        ? []
        : [
            `Blocking for ${phoneNumberId} is paused (${halted.reason}, code ${halted.code ?? 'none'}). Check META_ACCESS_TOKEN and its permissions.`,
          ]),
      ...(late === null ? [] : [lateProblem(phoneNumberId, late)]),
      ...brake.map((trip) => brakeProblem(phoneNumberId, trip)),
      ...(deadLetters === 0
        ? []
        : [`${deadLetters} messages to ${phoneNumberId} could not be judged. Run: cordon retry`]),
    ]),
  ];
}
