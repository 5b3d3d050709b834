import { readStatus, type NumberStatus, type StatusReport } from '../../status.ts';
import { attach } from '../attach.ts';
import { defineCommand } from '../command.ts';
import type { Io } from '../io.ts';
import { createStyle, printJson, printTable } from '../output.ts';

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

function show({ queues, numbers, rulesets }: StatusReport, problems: readonly string[], io: Io): void {
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
  const style = createStyle(io);
  for (const problem of problems) io.stdout.write(`${style.red('!')} ${problem}\n`);
}

function problemsOf({ queues, numbers, rulesets }: StatusReport): string[] {
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
    ...queues
      .filter(({ failed }) => failed > 0)
      .map(({ name, failed }) => `${failed} failed jobs in ${name}. Run: cordon retry`),
    ...numbers.flatMap(({ phoneNumberId, halted, brake, deadLetters }) => [
      ...(halted === null
        ? []
        : [
            `Blocking for ${phoneNumberId} is paused (${halted.reason}, code ${halted.code ?? 'none'}). Check META_ACCESS_TOKEN and its permissions.`,
          ]),
      ...(brake === null
        ? []
        : [
            `The brake of ${phoneNumberId} holds blocks (${brake.cause}, rule ${brake.rule}). Check that rule; editing the rules releases it.`,
          ]),
      ...(deadLetters === 0
        ? []
        : [`${deadLetters} messages to ${phoneNumberId} could not be judged. Run: cordon retry`]),
    ]),
  ];
}
