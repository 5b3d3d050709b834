import { join, resolve } from 'node:path';
import type { LoadedRuleset } from '../../src/ruleset/parse.ts';
import type { Bayes } from './bayes.ts';
import { measure, type Measured } from './measure.ts';
import { partOf } from './part.ts';

export const root = resolve(import.meta.dirname, '../..');

/** Texts written for this and never looked at while rules were made. */
export const HELD_OUT = join(root, 'test/fixtures/quality/held-out.jsonl');

/** The filter, if any, learned from none of them. */
export const measureHeldOut = (ruleset: LoadedRuleset, bayes: Bayes | null = null): Promise<Measured> =>
  measure([HELD_OUT], ruleset, bayes === null ? null : { bayes, unseen: () => true });

/** Their part of docs/quality.md: the same at every run with the same rules. */
export const heldOutPart = (measured: Measured, hash: string): string =>
  partOf({ ...measured, beside: [] }, { hash, day: null, command: 'npm run quality' });
