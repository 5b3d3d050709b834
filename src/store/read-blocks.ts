import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Saved } from '../core/ledger/restore.ts';
import { newer } from '../core/ledger/restore.ts';
import { parseBlockLine } from './block-lines.ts';

const SHOWN_PROBLEMS = 10;
const LINE_MAX = 256 * 1024;

/** What several exports and journals say together. */
export interface ReadBlocks {
  /** One a number and sender, the newest. */
  saved: Saved[];
  lines: number;
  /** Lines that could not be used, the first few of them described. */
  bad: { count: number; shown: string[] };
  /** Things worth a warning: a torn last line, an export that stops early. */
  warnings: string[];
}

/** Reads export files and journals in any order and any mixture. Throws the error of a file that cannot be read. */
export async function readBlockFiles(files: readonly string[]): Promise<ReadBlocks> {
  const saved = new Map<string, Saved>();
  const result: ReadBlocks = { saved: [], lines: 0, bad: { count: 0, shown: [] }, warnings: [] };
  for (const file of files) await readOne(file, saved, result);
  result.saved = [...saved.values()];
  return result;
}

async function readOne(file: string, saved: Map<string, Saved>, result: ReadBlocks): Promise<void> {
  let number = 0;
  let awaitsEnd = false;
  let last: string | null = null;
  const tail = { ended: true };
  const stream = createReadStream(file, 'utf8');
  stream.on('data', (chunk) => (tail.ended = chunk.toString().endsWith('\n')));
  for await (const text of createInterface({ input: stream, crlfDelay: Infinity })) {
    number += 1;
    last = null;
    if (text.trim() === '') continue;
    result.lines += 1;
    const line =
      text.length > LINE_MAX ? { kind: 'bad' as const, problem: 'is too long' } : parseBlockLine(text);
    if (line.kind === 'head') awaitsEnd = true;
    else if (line.kind === 'end') awaitsEnd = false;
    else if (line.kind === 'bad') {
      last = `${file}:${number} ${line.problem}`;
      result.bad.count += 1;
      if (result.bad.shown.length < SHOWN_PROBLEMS) result.bad.shown.push(last);
    } else keep(saved, line.saved);
  }
  if (awaitsEnd) result.warnings.push(`${file} stops early: its last line is missing`);
  if (last !== null && !tail.ended) {
    // The writer was stopped in the middle of its last line; what the line would have told is unknown.
    result.bad.count -= 1;
    result.bad.shown = result.bad.shown.filter((one) => one !== last);
    result.warnings.push(`${file}:${number} was not written to its end and is left out`);
  }
}

function keep(saved: Map<string, Saved>, one: Saved): void {
  const key = `${one.phoneNumberId}|${one.senderId}`;
  const before = saved.get(key);
  saved.set(key, before === undefined ? one : newer(before, one));
}
