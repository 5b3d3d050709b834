import { DURATION_HINT, parseDuration } from '../core/duration.ts';
import { UserError } from '../errors.ts';
import { SOME_NUMBER } from '../explain/payload.ts';
import { chooseLabels, type Labels } from '../replay/labels.ts';
import { parseTestTime, TEST_TIME_HINT } from '../ruleset/test-time.ts';
import { integerOption } from './args.ts';
import type { Args, Options } from './options.ts';

/** The options of `rules replay`. */
export const replayOptions = {
  rules: { type: 'string', value: 'DIR', about: 'Rules folder (default: RULES_DIR, else rules)' },
  against: {
    type: 'string',
    value: 'DIR',
    about: 'Rules to compare with: who more, who fewer than by these',
  },
  'as-enforced': { type: 'boolean', about: 'Let rules in monitor mode count as if they were enforced' },
  timeline: {
    type: 'boolean',
    about: 'Run everything in order of time, all senders together, with blocks and lifts',
  },
  number: {
    type: 'string',
    value: 'ID',
    default: SOME_NUMBER,
    about: 'Phone number id texts are written to',
  },
  at: {
    type: 'string',
    value: 'TIME',
    default: 'mon 09:00',
    about: 'When texts are sent, e.g. 2026-03-01T22:30Z',
  },
  every: { type: 'string', value: 'LENGTH', default: '1m', about: 'With --timeline: time between two texts' },
  spam: { type: 'string', value: 'LABELS', about: 'Labels of unwanted messages, e.g. spam,scam' },
  ham: { type: 'string', value: 'LABELS', about: 'Labels of harmless messages, e.g. ham,ok' },
  'fail-over': {
    type: 'string',
    value: 'N',
    about: 'Exit 1 when more than N innocent people would be blocked (with --against: N more)',
  },
  limit: { type: 'string', value: 'N', default: '20', about: 'At most so many people and lines in lists' },
  full: { type: 'boolean', about: 'Show phone numbers whole' },
  progress: { type: 'boolean', about: 'Tell how far it is also where standard error is no terminal' },
} as const satisfies Options;

export interface ReplayChoices {
  phoneNumberId: string;
  textsFrom: number;
  textsEvery: number;
  labels: Labels;
  limit: number;
  /** Null = never fails. */
  failOver: number | null;
}

/** Checks what was typed; throws a UserError that says what to type instead. */
export function replayChoices(values: Args<typeof replayOptions>['values']): ReplayChoices {
  const { number, at, every, spam, ham, limit } = values;
  if (!/^\d{1,20}$/.test(number)) throw new UserError(`--number ${number} is not a phone number id (digits)`);
  const textsFrom = parseTestTime(at);
  if (textsFrom === null) throw new UserError(`--at ${at} is not a time`, { hint: `${TEST_TIME_HINT}.` });
  const textsEvery = parseDuration(every);
  if (textsEvery === null)
    throw new UserError(`--every ${every} is not a length`, { hint: `Use ${DURATION_HINT}.` });
  const failOver = values['fail-over'];
  return {
    phoneNumberId: number,
    textsFrom,
    textsEvery,
    labels: labelsOf(spam, ham),
    limit: integerOption(limit, 'limit', { min: 0, max: 100_000 }),
    failOver: failOver === undefined ? null : integerOption(failOver, 'fail-over', { min: 0, max: 1e9 }),
  };
}

function labelsOf(spam: string | undefined, ham: string | undefined): Labels {
  const labels = chooseLabels(listOf(spam, 'spam'), listOf(ham, 'ham'));
  if ('meaningOf' in labels) return labels;
  throw new UserError(`the label "${labels.inBoth}" cannot be both --spam and --ham`);
}

function listOf(text: string | undefined, option: string): string[] | null {
  if (text === undefined) return null;
  const labels = text.split(',').map((label) => label.trim());
  if (!labels.includes('')) return labels;
  throw new UserError(`--${option} ${text} names an empty label`, {
    hint: `Write --${option} first,second.`,
  });
}
