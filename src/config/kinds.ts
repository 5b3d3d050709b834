import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { isLoopback } from './loopback.ts';

/** How a variable's text becomes a value. `expects` completes "Set it to …" when the text is refused. */
export interface Kind<T> {
  schema: z.ZodType<T, string>;
  expects: string;
}

const list = <T>(item: z.ZodType<T, string>): z.ZodType<T[], string> =>
  z
    .string()
    .transform((text) => text.split(',').map((entry) => entry.trim()))
    .pipe(z.array(item));

export function integer(min: number, max: number): Kind<number> {
  const bounded = z
    .number()
    .min(min, `is below ${min}`)
    .max(max, { error: `is above ${max}` });
  return {
    schema: z
      .string()
      .regex(/^\d{1,15}$/, 'is not a whole number')
      .transform(Number)
      .pipe(bounded),
    expects: `a whole number from ${min} to ${max}`,
  };
}

export function choice<const T extends readonly [string, ...string[]]>(values: T): Kind<T[number]> {
  const expects = values.join(', ').replace(/, ([^,]*)$/, ' or $1');
  return { schema: z.string().pipe(z.enum(values, { error: 'is not one of the choices' })), expects };
}

export function pattern(regex: RegExp, error: string, expects: string): Kind<string> {
  return { schema: z.string().regex(regex, error), expects };
}

export const idList: Kind<readonly string[]> = {
  schema: list(z.string().regex(/^\d{1,32}$/, 'has an entry that is not all digits')).transform((ids) => [
    ...new Set(ids),
  ]),
  expects: 'phone number ids (digits, not the phone number itself), separated by commas',
};

/** Printable ASCII in one piece: what goes into HTTP headers and HMAC keys, and what a bad paste is not. */
const secretText = z
  .string()
  .min(1, 'has an empty entry')
  .refine((text) => !/^(["'`]).*\1$/.test(text), 'is wrapped in quotes, which would count as part of it')
  .regex(/^[\x21-\x7e]*$/, 'contains a space, a line break or a non-ASCII character');

export const secret: Kind<string> = {
  schema: secretText,
  expects: 'the value exactly as its owner shows it',
};

export const secretList: Kind<readonly string[]> = {
  schema: list(secretText).transform((values) => [...new Set(values)]),
  expects: 'one or more secrets separated by commas, the newest first',
};

/** An absolute folder; relative ones count from the working directory. */
export const folder: Kind<string> = {
  schema: z
    .string()
    .refine((text) => !text.startsWith('~'), 'starts with ~, which only a shell expands')
    .transform((text) => resolve(text)),
  expects: 'a folder, absolute or relative to where Cordon is started',
};

export const host: Kind<string> = pattern(
  /^[a-z0-9_.-]+$|^[0-9a-f:.]+$/i,
  'is not a host name or address',
  'a host name or an address without a port, for example 127.0.0.1',
);

/** Without a slash at the end. Plain http is accepted only where nobody else can listen. */
export const graphUrl: Kind<string> = {
  schema: z.string().transform((text, context) => {
    const problem = graphUrlProblem(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    return text.replace(/\/+$/, '');
  }),
  expects: 'an https address such as https://graph.facebook.com (http only for this machine)',
};

function graphUrlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'carries a user name or password';
  if (url.search !== '' || url.hash !== '') return 'carries a query or fragment';
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return 'is not an http address';
  return isLoopback(url.hostname) ? null : 'would send the access token unencrypted';
}

export const redisUrl: Kind<string> = {
  schema: z.string().superRefine((text, context) => {
    const problem = redisUrlProblem(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  }),
  expects: 'redis://host:6379, rediss://host:6380 or unix:///path/to/redis.sock',
};

function redisUrlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.protocol === 'unix:') {
    return url.host === '' && isAbsolute(url.pathname) && url.pathname !== '/'
      ? null
      : 'has no absolute path';
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') return 'is not a Redis address';
  if (url.hostname === '') return 'names no host';
  return /^\/?\d*$/.test(url.pathname) ? null : 'has a database that is not a number';
}
