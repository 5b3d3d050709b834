import { z } from 'zod';
import type { Condition, ConditionInput, ConditionResult } from '../core/condition.ts';
import { formatPercent } from '../core/percent.ts';
import { mixedWords } from '../core/text/mixture.ts';
import type { Amount } from './amount.ts';
import { compileAmount, presenceSchema, shareAmountSchema } from './amount.ts';
import { rememberLast } from './remember-last.ts';
import { letterCounter, SCRIPTS, type Script } from './scripts.ts';

interface Wanted {
  any?: readonly Script[] | undefined;
  except?: readonly Script[] | undefined;
  share?: Amount | undefined;
}
type Options = Wanted | { mixed: Amount };

const HALF: Amount = { at_least: 0.5 };
const MAX_WORDS = 5;
const script = z.enum(SCRIPTS, { error: `expected one of ${SCRIPTS.join(', ')}` });
const scripts = z.array(script).min(1, { error: 'the list is empty' });
const share = shareAmountSchema.optional();

export const textScript: Condition<Options> = {
  meta: {
    name: 'text.script',
    summary:
      'The letters the text is written in: one or several scripts (Latin, Cyrillic, Arabic, Devanagari, Han, Thai …) that make up at least half of its letters, or the `share` you say; with `except` all other scripts. Or `mixed`: how many words put Latin, Cyrillic and Greek letters side by side to get past filters (`зaрaбoтoк` with Latin a and o).',
    schema: z.union([
      script.transform((value): Options => ({ any: [value] })),
      scripts.transform((values): Options => ({ any: values })),
      z.strictObject({ any: scripts, share }),
      z.strictObject({ except: scripts, share }),
      z.strictObject({ mixed: presenceSchema }),
    ]),
    absence: 'a text without letters has a share of 0% of every script and no mixed words',
    example: '{ any: [Cyrillic, Arabic], share: { at_least: 70% } }',
    explain: '{found}, wanted {wanted}',
    quotes: true,
    weak: true,
  },
  create: (options) => ('mixed' in options ? countsMixed(options.mixed) : sharesOf(options)),
};

function sharesOf({ any, except, share = HALF }: Wanted): (input: ConditionInput) => ConditionResult {
  const named = any ?? except ?? [];
  const names = `${any === undefined ? 'other than ' : ''}${named.join(' or ')}`;
  const count = letterCounter(named);
  const { holds, text: limit } = compileAmount(share, formatPercent);
  const wanted = `${limit} ${names}`;
  return ({ text }) => {
    const { letters, inScripts } = count(text);
    const counted = any === undefined ? letters - inScripts : inScripts;
    const part = letters === 0 ? 0 : counted / letters;
    return {
      matched: holds(part),
      data: { found: `${formatPercent(part)} of ${letters} letters are ${names}`, wanted, letters },
      words: [],
    };
  };
}

function countsMixed(amount: Amount): (input: ConditionInput) => ConditionResult {
  const { holds, text: limit } = compileAmount(amount);
  return ({ text }) => {
    const words = wordsMixed(text);
    return {
      matched: holds(words.length),
      data: { found: `${words.length} words of mixed letters`, wanted: limit, count: words.length },
      get words() {
        return words.slice(0, MAX_WORDS).map(({ start, end }) => text.originalOf(start, end));
      },
    };
  };
}

const wordsMixed = rememberLast(mixedWords);
