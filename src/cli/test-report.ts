import { formatProblem } from '../ruleset/problem.ts';
import type { Coverage, Gap } from '../stories/coverage.ts';
import type { FolderReport } from '../stories/test-folder.ts';
import type { Style } from './output.ts';
import { printable } from './output.ts';

/** Problems first, the sum last. `details`: also what no test or story ever saw. */
export function testReport(report: FolderReport, style: Style, details: boolean): string[] {
  const { problems, coverage } = report;
  const told = problems.map(({ why, ...one }) =>
    [
      paint(printable(formatProblem(one)), style),
      ...why.map((line) => style.dim(`    ${printable(line)}`)),
    ].join('\n'),
  );
  const gaps = details && coverage !== null ? gapLines(coverage.gaps, style) : [];
  const sum =
    report.status === 'unusable' && coverage === null
      ? [style.red('nothing was tested')]
      : sumOf(report, style);
  return [...told, ...gaps, ...sum, ...(coverage === null ? [] : [coverageLine(coverage, details)])];
}

const paint = (line: string, style: Style): string => line.replace(' error: ', ` ${style.red('error')}: `);

function sumOf({ status, passed, failed, stories }: FolderReport, style: Style): string[] {
  const tests = `${passed} rule ${passed === 1 ? 'test' : 'tests'} passed, ${failed} failed`;
  const told = stories.passed + stories.failed;
  const ofStories =
    told === 0
      ? ''
      : `, ${told} ${told === 1 ? 'story' : 'stories'}${stories.failed === 0 ? '' : `, ${stories.failed} failed`}`;
  const line = `${tests}${ofStories}`;
  const unread =
    status === 'unusable' ? [style.red('not everything could be read, so not everything was tested')] : [];
  return [...unread, status === 'passed' ? line : style.red(line)];
}

function coverageLine(
  { percent, rules, matched, ignored, conditions, bothWays, gaps }: Coverage,
  details: boolean,
): string {
  const more = gaps.length > 0 && !details ? '; --coverage lists the rest' : '';
  return `coverage ${percent}%: of ${rules} rules ${matched} matched and ${ignored} did not, of ${conditions} conditions ${bothWays} were both true and false${more}`;
}

function gapLines(gaps: readonly Gap[], style: Style): string[] {
  return gaps.map(({ file, line, column, ruleId, condition, never }) => {
    const what =
      condition === null
        ? `rule '${ruleId}'`
        : condition.startsWith('define.')
          ? condition
          : `${ruleId}: ${condition}`;
    return `${style.dim(`${file}:${line}:${column}`)} ${printable(what)} never ${never.map((word) => WORDS[word]).join(', never ')}`;
  });
}

const WORDS = { matched: 'matched', ignored: 'ignored a message', true: 'true', false: 'false' } as const;
