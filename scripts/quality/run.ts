/** `npm run quality`: how well rules tell harmless texts from unwanted ones; `--help` says more. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processIo } from '../../src/cli/io.ts';
import { rulesetOrProblems } from '../../src/cli/ruleset.ts';
import { UserError } from '../../src/errors.ts';
import { withPart } from '../generated-part.ts';
import { HELP, readArguments } from './arguments.ts';
import { isForLearning } from './bayes.ts';
import { missedBounds } from './bounds.ts';
import { heldOutPart, measureHeldOut, root } from './held-out.ts';
import { learn, measure } from './measure.ts';
import { partOf } from './part.ts';
import { mainTable } from './tables.ts';

const PAGE = 'docs/quality.md';

const { stdout, stderr } = processIo({});

async function main(argv: string[]): Promise<number> {
  const { help, files, rules, baseline, check, out, command } = readArguments(argv);
  if (help) return say(HELP);
  const ruleset = await rulesetOrProblems(rules);
  const { hash } = ruleset;
  const bayes = baseline ? await learn(files) : null;
  const heldOut = await measureHeldOut(ruleset, bayes);
  const other = bayes === null ? null : { bayes, unseen: (folded: string) => !isForLearning(folded) };
  const labelled = files.length === 0 ? null : await measure(files, ruleset, other);
  const parts = new Map([['held-out', heldOutPart(heldOut, hash)]]);
  if (labelled !== null) {
    const beside = [...labelled.beside, ...heldOut.beside];
    const day = new Date().toISOString().slice(0, 10);
    parts.set('labelled', partOf({ ...labelled, beside }, { hash, day, command }));
  }
  await write(parts, out);

  const groups = [...heldOut.groups, ...(labelled?.groups ?? [])];
  if (out !== '-') say(`${mainTable(groups.filter(({ isWhole }) => isWhole))}\n`);
  const missed = missedBounds(groups);
  const unread = labelled?.unread.describe() ?? [];
  for (const line of unread) stderr.write(`${line}\n`);
  for (const line of missed) stderr.write(`bound missed: ${line}\n`);
  return check && missed.length + unread.length > 0 ? 1 : 0;
}

/** Into the page, whose other parts stay; or all of it elsewhere. */
async function write(parts: ReadonlyMap<string, string>, out: string | null): Promise<void> {
  const alone = `${[...parts].map(([name, part]) => `## ${name}\n\n${part}`).join('\n\n')}\n`;
  if (out === '-') return void say(alone);
  let page = out === null ? await readFile(join(root, PAGE), 'utf8') : alone;
  if (out === null) for (const [mark, part] of parts) page = await withPart(page, mark, part);
  await writeFile(out ?? join(root, PAGE), page);
  say(`written: ${out ?? PAGE}\n`);
}

function say(text: string): 0 {
  stdout.write(text);
  return 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  stderr.write(`error: ${error.message}\n${error.hint === null ? '' : `${error.hint}\n`}`);
  return error.exitCode;
});
