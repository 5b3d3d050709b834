import { AREAS, type Finding } from '../doctor/finding.ts';
import type { Io } from './io.ts';
import { createStyle, printable } from './output.ts';

/** Findings by area, each with how to mend it, and their count. */
export function printFindings(io: Io, findings: readonly Finding[]): void {
  const style = createStyle(io);
  const words = { ok: style.green('ok  '), warn: style.yellow('warn'), fail: style.red('FAIL') };
  for (const area of AREAS) {
    const own = findings.filter((finding) => finding.area === area);
    if (own.length === 0) continue;
    io.stdout.write(`${style.bold(area)}\n`);
    for (const { status, what, mend } of own) {
      io.stdout.write(`  ${words[status]}  ${indented(what)}\n`);
      if (mend !== null) io.stdout.write(`        → ${indented(mend)}\n`);
    }
  }
  const count = (status: Finding['status']): number => findings.filter((one) => one.status === status).length;
  io.stdout.write(`\n${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} to mend\n`);
}

const indented = (text: string): string => printable(text, { lines: true }).replaceAll('\n', '\n        ');

/** True when Cordon can do its work like this. */
export const isFit = (findings: readonly Finding[]): boolean =>
  findings.every(({ status }) => status !== 'fail');
