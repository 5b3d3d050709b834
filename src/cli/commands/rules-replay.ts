import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { replay, ReplayStopped } from '../../replay/replay.ts';
import type { ReplayReport } from '../../replay/report.ts';
import { defineCommand, type ExitCode } from '../command.ts';
import type { Io } from '../io.ts';
import { printJson } from '../output.ts';
import { openReplayInput, stopped, type ReplayInput } from '../replay-input.ts';
import { replayChoices, replayOptions } from '../replay-options.ts';
import { ReplayProgress } from '../replay-progress.ts';
import { masked, printReplay } from '../replay-text.ts';
import { rulesetOrProblems } from '../ruleset.ts';

export const rulesReplayCommand = (stop: AbortSignal) =>
  defineCommand({
    name: 'rules replay',
    summary: 'Try rules on saved messages or texts: who would be blocked, by which rule, how right it is',
    usage: 'FILE.jsonl',
    operands: { min: 1, max: 1 },
    options: replayOptions,
    details: `One JSON object a line: a delivery of Meta (or a message), or {"text": …} with "label", "source", "lang" if you have them. - reads standard
input. Nothing is sent, stored or blocked. A text is the first message of a sender of its own. Without --timeline every sender is judged
alone: what counts messages of a whole number stays silent. Exit status 1: only with --fail-over.

  cordon rules replay messages.jsonl
  cordon rules replay messages.jsonl --rules rules-new --against rules --fail-over 0
  cordon rules replay labelled.jsonl --spam spam,scam --json`,
    async run({ values, operands: [file = ''], json }, io): Promise<ExitCode> {
      const choices = replayChoices(values);
      const asEnforced = values['as-enforced'];
      const dir = resolve(values.rules ?? io.env.RULES_DIR ?? 'rules');
      const otherDir = values.against === undefined ? null : resolve(values.against);
      const [ruleset, against] = await Promise.all([
        rulesetOrProblems(dir, { asEnforced }),
        otherDir === null ? null : rulesetOrProblems(otherDir, { asEnforced }),
      ]);
      const input = await openReplayInput(file, io, stop);
      const isWatched = values.progress || io.stderr.isTTY === true;
      const progress = isWatched ? new ReplayProgress(io.stderr, input.readSoFar) : null;
      const settings = { ...choices, ruleset, against, timeline: values.timeline, now: Date.now() };
      const report = await replay(input.bytes, {
        ...settings,
        stopped: () => stop.aborted,
        progress: (now) => progress?.tell(now),
      })
        .catch((error: unknown) => {
          throw error instanceof ReplayStopped ? stopped() : error;
        })
        .finally(() => progress?.end());
      tellProblems(report, input, io);
      const shown = masked(report, values.full);
      if (json) printJson(io, { file, dir, againstDir: otherDir, ...shown });
      else printReplay(io, shown, { name: input.name, dir, otherDir });
      return failed(report, choices.failOver) ? 1 : 0;
    },
  });

/** Broken lines on standard error; throws when there was nothing else. */
function tellProblems({ rows, broken, problems }: ReplayReport, { name }: ReplayInput, io: Io): void {
  const place = name === 'standard input' ? '-' : name;
  const lines = problems.map(({ line, message }) => `${place}:${line}: ${message}`);
  if (broken > problems.length) lines.push(`… and ${broken - problems.length} more lines`);
  if (rows === 0) {
    const what = broken === 0 ? 'holds no messages' : 'holds no line that can be read';
    throw new UserError([`${name} ${what}`, ...lines].join('\n'), {
      hint: 'Each line is a JSON object of its own: a delivery of Meta, or {"text": "…"}. A list becomes lines with: jq -c ".[]"',
    });
  }
  for (const line of lines) io.stderr.write(`${line}\n`);
}

function failed({ blocked, against }: ReplayReport, failOver: number | null): boolean {
  return failOver !== null && (against?.more ?? blocked).innocent > failOver;
}
