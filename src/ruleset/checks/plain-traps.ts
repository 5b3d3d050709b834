/** A value as the file has it and as it was read. */
export interface PlainValue {
  source: string;
  value: unknown;
  /** The key it stands under, be it in a list. */
  key: string;
}

const SWITCH = /^(?:y|n|yes|no|on|off)$/i;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?$/;
/** YAML 1.1 counts these in sixties: 22:00 is 1320. */
const SIXTIES = /^[-+]?[1-9]\d*(?::[0-5]?\d)+$/;
const GROUPED = /^[-+]?[1-9]\d*(?:_\d+)+$/;
/** Words there are no others for, and times that nobody takes for text. */
const ONE_WORD = new Set(['mode', 'stop', 'packs', 'warn', 'probation']);
const TIMES = new Set(['at', 'expires']);
/** Read with all digits as they are written. */
const DIGITS = new Set(['staff']);

/** What else a value without quotes may be taken for, and what to write; null for nothing. */
export function plainTrap({ source, value, key }: PlainValue): string | null {
  const quoted = `write '${source}'`;
  if (typeof value === 'number') return DIGITS.has(key) ? null : numberTrap(source, value);
  if (typeof value !== 'string' || ONE_WORD.has(key)) return null;
  if (SWITCH.test(source)) return `unquoted ${source} is true or false to many YAML readers; ${quoted}`;
  if (GROUPED.test(source))
    return `unquoted ${source} is the number ${source.replaceAll('_', '')} to many YAML readers; ${quoted}`;
  if (SIXTIES.test(source))
    return `unquoted ${source} is the number ${inSixties(source)} to many YAML readers; ${quoted}`;
  if (DATE.test(source) && !TIMES.has(key))
    return `unquoted ${source} is a date to many YAML readers; ${quoted}`;
  return null;
}

function numberTrap(source: string, value: number): string | null {
  const quoted = `put it in quotes if it is meant as text: '${source}'`;
  if (/^[-+]?0\d/.test(source) && Number.isInteger(value))
    return `unquoted ${source} is read as the number ${value}, without its zero; ${quoted}`;
  return /^[-+]?\d+$/.test(source) && !Number.isSafeInteger(value)
    ? `unquoted ${source} is read as the number ${value}, with other digits; ${quoted}`
    : null;
}

const inSixties = (source: string): number =>
  source
    .split(':')
    .map(Number)
    .reduce((sum, part) => sum * 60 + part);
