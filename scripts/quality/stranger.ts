import { normalize } from '../../src/core/normalize/normalize.ts';
import { textViews, type TextViews } from '../../src/core/text/views.ts';
import { SOME_NUMBER } from '../../src/explain/payload.ts';
import { SenderAlone } from '../../src/replay/sender-alone.ts';
import { textArrival } from '../../src/replay/texts.ts';
import type { Verdict } from '../../src/replay/verdict.ts';
import type { LoadedRuleset } from '../../src/ruleset/parse.ts';

/** A Monday at nine, the same for every run: rules may ask for the time. */
const AT = Date.UTC(2026, 0, 5, 9);

/** What the rules make of a text as the first message of somebody nobody knows, just as `cordon rules replay` judges it. */
export function judgeStranger(ruleset: LoadedRuleset, text: string): { verdict: Verdict; views: TextViews } {
  const { envelope, phoneNumberId, displayPhoneNumber } = textArrival(text, 0, AT, SOME_NUMBER);
  const read = normalize(envelope, { phoneNumberId, displayPhoneNumber, receivedAt: AT });
  if (read.kind !== 'message') throw new Error('a text made no message');
  const views = textViews(read.message.text);
  const verdict = new SenderAlone(ruleset).judge(read.message, views);
  if (verdict === null) throw new Error('a first message was taken for a repeated one');
  return { verdict, views };
}
