import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Message } from '../message.ts';
import { clip } from '../text/clip.ts';
import { foldCharacters } from '../text/plain.ts';
import type { TextViews } from '../text/views.ts';

const MIN_DIGITS = 8;
const MAX_DIGITS = 15;
/** Candidates that are looked at closely in one message: most numbers in a text are prices, dates and orders. */
const MAX_LOOKS = 64;
/** The longest text WhatsApp lets people write. */
const MAX_TEXT = 4096;

/**
 * A run of digits as people write phone numbers, not inside a word, an address or a decimal; a chat link or `+` (group 1) make it international.
 * No two neighbouring parts can take the same character, so the time is linear.
 */
const CANDIDATE =
  /(?:(?:\bwa\.me\/|[?&]phone=|\btel:)(?:\+|%2b)?|(?<![\p{L}\p{N}_=#@&%+])(\+)|(?<![\p{L}\p{N}_/=#@&%.,:+-]))\(?(\d(?:[ ().\-\u2010-\u2014/\u00a0]{0,3}\d)*)(?![\p{L}\p{N}_%@])/giu;
const CHAT_LINK = /^(?:wa\.me\/|[?&]phone=|tel:)/i;
const DATE = /^(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?!\d)/;

/**
 * The different phone numbers written in a message, in digits with the country code, at most `max`. Numbers without a country code
 * are read as those of the business or of the sender, and only when they are valid there, so that orders and prices are none. The
 * business's and the sender's own number are none. The first 4,096 characters are searched.
 */
export function writtenPhones(
  views: TextViews,
  { displayPhoneNumber, sender }: Pick<Message, 'displayPhoneNumber' | 'sender'>,
  max: number,
): string[] {
  const text = withAsciiDigits(views);
  if (text === null) return [];
  const codes = [...new Set([callingCode(displayPhoneNumber), callingCode(sender.phone)])].filter(
    (code) => code !== null,
  );
  const found = new Set<string>();
  for (const { written, inFull } of candidates(text)) {
    if (found.size >= max) break;
    const number = inFull ? international(written) : national(written, codes);
    if (number !== null && number !== displayPhoneNumber && number !== sender.phone) found.add(number);
  }
  return [...found];
}

/**
 * How many different phone numbers a text seems to hold, wherever they are from: those in full, those with the 0 people dial before an
 * area code, and those that are valid for the business or the sender. Their own numbers are none, nor is a date.
 */
export function likelyPhones(
  views: TextViews,
  { displayPhoneNumber, sender }: Pick<Message, 'displayPhoneNumber' | 'sender'>,
): number {
  const text = withAsciiDigits(views);
  if (text === null) return 0;
  const own = [displayPhoneNumber, sender.phone].filter((phone) => phone !== null);
  let codes: string[] | undefined;
  const found = new Set<string>();
  for (const { written, inFull } of candidates(text)) {
    const digits = digitsOf(written).replace(/^00/, '');
    if (own.some((phone) => isSamePhone(phone, digits))) continue;
    codes ??= own.map(callingCode).filter((code) => code !== null);
    const isPhone = inFull
      ? international(written) !== null
      : (TRUNK.test(digits) && !DATE.test(written)) || national(written, codes) !== null;
    if (isPhone) found.add(digits);
  }
  return found.size;
}

/** A national number as it is dialled. */
const TRUNK = /^0[1-9]\d{7,10}$/;

const isSamePhone = (phone: string, digits: string): boolean =>
  phone === digits || (digits.startsWith('0') && phone.endsWith(digits.slice(1)));

interface Candidate {
  written: string;
  /** With its country code. */
  inFull: boolean;
}

function* candidates(text: string): Generator<Candidate> {
  let looks = 0;
  for (const { 0: whole, 1: plus, 2: run = '' } of text.matchAll(CANDIDATE)) {
    const marked = plus !== undefined || CHAT_LINK.test(whole);
    for (const written of split(run)) {
      if (looks >= MAX_LOOKS) return;
      looks += 1;
      yield { written, inFull: marked || /^00[1-9]/.test(written) };
    }
  }
}

/** Several numbers side by side, only slashes or spaces between them, are one run of too many digits. */
function split(run: string): string[] {
  if (isNumber(run)) return [run];
  const parts = run.split('/').flatMap((part) => (isNumber(part) ? [part] : part.split(/[ \u00a0]+/)));
  return parts.filter(isNumber);
}

function isNumber(run: string): boolean {
  const { length } = digitsOf(run);
  return length >= MIN_DIGITS && length <= MAX_DIGITS;
}

const digitsOf = (text: string): string => text.replace(/\D+/g, '');

function international(written: string): string | null {
  const number = parsePhoneNumberFromString(`+${digitsOf(written).replace(/^00/, '')}`);
  return number?.isPossible() === true ? number.number.slice(1) : null;
}

function national(written: string, codes: readonly string[]): string | null {
  if (DATE.test(written)) return null;
  const digits = digitsOf(written);
  for (const defaultCallingCode of codes) {
    const number = parsePhoneNumberFromString(digits, { defaultCallingCode });
    if (number?.isValid() !== true) continue;
    const inFull = number.number.slice(1);
    // Where people dial a 0 first they write it; without it, it is some other number.
    if (digits === inFull || digits === digitsOf(number.formatNational())) return inFull;
  }
  return null;
}

/** The business's number comes with every message, and senders write several; beyond this many the memory of them starts afresh. */
const REMEMBERED = 1_000;
const callingCodes = new Map<string, string | null>();

function callingCode(phone: string | null): string | null {
  if (phone === null) return null;
  const known = callingCodes.get(phone);
  if (known !== undefined) return known;
  const code = parsePhoneNumberFromString(`+${phone}`)?.countryCallingCode ?? null;
  if (callingCodes.size >= REMEMBERED) callingCodes.clear();
  callingCodes.set(phone, code);
  return code;
}

const DIGIT = /\p{Nd}/gu;

function hasEnoughDigits(text: string): boolean {
  let missing = MIN_DIGITS;
  DIGIT.lastIndex = 0;
  while (missing > 0 && DIGIT.test(text)) missing -= 1;
  return missing === 0;
}

const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/gu;

/** The text with lines as written and every script's digits as 0–9; null when it has too few digits for a phone number. */
function withAsciiDigits({ plain, raw }: TextViews): string | null {
  if (!hasEnoughDigits(plain)) return null;
  return foldCharacters(clip(raw, MAX_TEXT)).replace(FOREIGN_DIGIT, digitValue);
}

/** The decimal digits of a script are ten in a row, each row beginning at a multiple of ten after a character that is none. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}
