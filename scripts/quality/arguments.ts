import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../../src/errors.ts';
import { HELD_OUT, root } from './held-out.ts';

export const HELP = `usage: npm run quality -- [FILE.jsonl …] [options]

Takes labelled texts through the rules, each as a stranger's first message, and counts: harmless ones hit, unwanted ones caught, by
source, language and rule. One JSON object a line: {"source": "…", "lang": "en", "label": "ham", "text": "…"}; labels other than ham
and spam are shown apart. The texts in test/fixtures/quality/ are always measured too. Writes docs/quality.md: no text gets into it.

  --rules DIR   other rules than the shipped ones; prints the figures instead of writing them
  --baseline    also trains a Bayes filter on one half of FILE and compares both on the other
  --check       exit status 1 when a bound is missed or a line cannot be read
  --out FILE    writes there instead; - prints
`;

export interface Wanted {
  help: boolean;
  /** Beside the held-out texts. */
  files: string[];
  rules: string;
  baseline: boolean;
  check: boolean;
  /** Null = docs/quality.md, part by part. */
  out: string | null;
  /** What was typed, without folders: they are nobody's business. */
  command: string;
}

/** Throws a UserError that says what to type instead. */
export function readArguments(argv: string[]): Wanted {
  const { values, positionals } = parsed(argv);
  const files = [...new Set(positionals.map((file) => (file === '-' ? file : resolve(file))))];
  const others = files.filter((file) => file !== HELD_OUT);
  if (values.baseline && others.length === 0)
    throw new UserError('--baseline needs labelled text to learn from', {
      hint: 'npm run quality -- FILE.jsonl --baseline',
    });
  const typed = others.map((file) => basename(file));
  if (values.rules !== undefined) typed.push('--rules', basename(resolve(values.rules)));
  if (values.baseline) typed.push('--baseline');
  return {
    ...{ help: values.help, files: others, baseline: values.baseline, check: values.check },
    rules: resolve(values.rules ?? join(root, 'rules')),
    out: values.out ?? (values.rules === undefined ? null : '-'),
    command: ['npm run quality', ...(typed.length > 0 ? ['--', ...typed] : [])].join(' '),
  };
}

function parsed(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        rules: { type: 'string' },
        baseline: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError(message, { hint: 'See: npm run quality -- --help', cause: error });
  }
}
