import { readFileSync } from 'node:fs';
import { errorCode } from '../config/secret-file.ts';
import { parseDuration } from '../core/duration.ts';
import { UserError } from '../errors.ts';
import type { Past } from '../timeline/past.ts';
import { readPayload, SOME_NUMBER, type Arrival } from '../explain/payload.ts';
import { pretend } from '../explain/pretend.ts';
import { TESTED_TYPES } from '../ruleset/rule-schema.ts';
import { choiceOption, integerOption } from './args.ts';
import type { Args, Options } from './options.ts';

/** The options of `rules explain`. */
export const explainOptions = {
  text: { type: 'string', value: 'TEXT', about: 'What somebody writes' },
  payload: {
    type: 'string',
    value: 'FILE',
    about: 'A saved delivery or message of Meta instead, as JSON; - reads standard input',
  },
  from: { type: 'string', value: 'SENDER', about: 'Their phone number or BSUID (default: somebody unknown)' },
  name: { type: 'string', value: 'NAME', about: 'Their profile name' },
  type: {
    type: 'string',
    value: 'TYPE',
    default: 'text',
    about: `Type of the message: ${TESTED_TYPES.join(', ')}`,
  },
  forwarded: { type: 'string', value: 'HOW', default: 'no', about: 'no, once or many' },
  times: {
    type: 'string',
    value: 'N',
    default: '1',
    about: 'Send it so many times; the last one is explained',
  },
  every: { type: 'string', value: 'LENGTH', default: '1s', about: 'Time between the copies' },
  at: { type: 'string', value: 'TIME', about: 'When it is sent, e.g. 2026-03-01T22:30:00Z (default: now)' },
  'sender-seen': { type: 'string', value: 'N', about: 'Messages the sender wrote before (default: 0)' },
  'seen-for': { type: 'string', value: 'LENGTH', about: 'Since the first of them, e.g. 2d (default: 30d)' },
  strikes: { type: 'string', value: 'N', default: '0', about: 'Offences of the sender that still count' },
  number: { type: 'string', value: 'ID', default: SOME_NUMBER, about: 'Phone number id written to' },
  rules: { type: 'string', value: 'DIR', about: 'Rules folder (default: RULES_DIR, else rules)' },
  mode: { type: 'string', value: 'MODE', about: 'monitor or enforce (default: CORDON_MODE, else monitor)' },
  all: { type: 'boolean', about: 'Spell out rules that do not match, and every copy' },
} as const satisfies Options;

type Values = Args<typeof explainOptions>['values'];

/** The messages to explain: those of a saved payload, or made from what was typed. `now` is when the last one is sent, ms. */
export function readArrivals(values: Values, now: number): { arrivals: Arrival[]; passedOver: string[] } {
  const { text, payload, number, from = null, name = null } = values;
  if (!/^\d{1,20}$/.test(number)) throw new UserError(`--number ${number} is not a phone number id (digits)`);
  if (payload !== undefined) {
    if (text !== undefined)
      throw new UserError('--text and --payload exclude each other', { hint: 'Give one of them.' });
    const read = readPayload(readText(payload), number);
    if (read.ok) return read;
    throw new UserError(`${payload === '-' ? 'standard input' : payload} ${read.message}`);
  }
  const type = choiceOption(values.type, 'type', TESTED_TYPES);
  if (text === undefined && type === 'text') {
    const hint = "Write --text 'what they wrote' or --payload FILE. See: cordon rules explain --help";
    throw new UserError('there is nothing to explain', { hint });
  }
  const arrivals = pretend({
    text: text ?? '',
    type,
    from,
    name,
    forwarded: choiceOption(values.forwarded, 'forwarded', ['no', 'once', 'many']),
    times: integerOption(values.times, 'times', { min: 1, max: 2_000 }),
    everyMs: length(values.every, 'every'),
    at: now,
    phoneNumberId: number,
  });
  if (arrivals !== null) return { arrivals, passedOver: [] };
  throw new UserError(`--from ${from ?? ''} is neither a phone number nor a BSUID`, {
    hint: 'Write +15550100123 or US.90000000000000000123.',
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new UserError(`${path} cannot be read (${errorCode(error)})`, { cause: error });
  }
}

/** What the sender did before. */
export function pastOf(values: Values): Past {
  const seen = values['sender-seen'] ?? (values['seen-for'] === undefined ? '0' : '1');
  return {
    messagesSeen: integerOption(seen, 'sender-seen', { min: 0, max: 1_000_000 }),
    seenForMs: length(values['seen-for'] ?? '30d', 'seen-for'),
    strikes: integerOption(values.strikes, 'strikes', { min: 0, max: 1_000 }),
  };
}

function length(text: string, option: string): number {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  throw new UserError(`--${option} ${text} is not a length`, { hint: 'Write 30s, 10m, 2h, 1d or 1w.' });
}

/** When the message is sent, ms. */
export function sentAt({ at: text }: Values): number {
  if (text === undefined) return Date.now();
  return instant(text);
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (at > 0) return at;
  throw new UserError(`--at ${text} is not a time`, { hint: 'Write it like 2026-03-01T22:30:00Z.' });
}
