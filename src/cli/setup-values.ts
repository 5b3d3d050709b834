import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode, readSecretFile } from '../config/secret-file.ts';
import { VARIABLES, type VariableName } from '../config/variables.ts';
import { UserError } from '../errors.ts';
import type { Options, Args } from './options.ts';

/** The options of `init`. Secrets come from files or standard input, never as arguments: everybody on a machine can list those. */
export const initOptions = {
  'app-secret-file': {
    type: 'string',
    value: 'FILE',
    about: 'File with the app secret, which .env then names; - reads standard input into .env',
  },
  'access-token-file': { type: 'string', value: 'FILE', about: 'The same for the access token' },
  'verify-token': {
    type: 'string',
    value: 'WORD',
    about: 'Verify token of the webhook (default: a random one)',
  },
  'phone-number-id': {
    type: 'string',
    value: 'ID',
    multiple: true,
    about: 'Business number to guard; several times for several',
  },
  mode: { type: 'string', value: 'MODE', about: 'monitor (default) or enforce' },
  'redis-url': {
    type: 'string',
    value: 'URL',
    about: 'Redis to use; without a password (default: Cordon runs its own)',
  },
  'redis-url-file': { type: 'string', value: 'FILE', about: 'File with a Redis URL that has a password' },
  'public-url': {
    type: 'string',
    value: 'URL',
    about: 'The https address under which Meta reaches the webhook',
  },
  force: { type: 'boolean', about: 'Change an existing .env; what is not given stays' },
  offline: { type: 'boolean', about: 'Do not try the token at Meta' },
} as const satisfies Options;

export type InitValues = Args<typeof initOptions>['values'];

/** Variable → what `.env` is to say; null = nothing. A secret and its `_FILE` exclude each other. */
export type Settings = Map<string, string | null>;

/** What the options give, checked. */
export function givenSettings(values: InitValues): Settings {
  const settings: Settings = new Map();
  if (values['app-secret-file'] === '-' && values['access-token-file'] === '-')
    throw new UserError('standard input can hold only one of the two secrets', {
      hint: 'Put the other into a file.',
    });
  addFile(settings, 'META_APP_SECRET', values['app-secret-file']);
  addFile(settings, 'META_ACCESS_TOKEN', values['access-token-file']);
  addText(settings, 'META_VERIFY_TOKEN', values['verify-token']);
  if (values['phone-number-id'].length > 0)
    addText(settings, 'META_PHONE_NUMBER_IDS', values['phone-number-id'].join(','));
  addText(settings, 'CORDON_MODE', values.mode);
  const url = values['redis-url'];
  if (url !== undefined && URL.canParse(url) && new URL(url).password !== '') {
    const hint =
      'Arguments are visible to everybody on this machine. Write the URL into a file for --redis-url-file.';
    throw new UserError('--redis-url holds a password', { hint });
  }
  addText(settings, 'REDIS_URL', url);
  addFile(settings, 'REDIS_URL', values['redis-url-file']);
  return settings;
}

/** What is wrong with a value, or null. */
export function valueProblem(name: VariableName, text: string): string | null {
  const { kind } = VARIABLES[name];
  const parsed = kind.schema.safeParse(text);
  if (parsed.success) return null;
  return `That ${[...new Set(parsed.error.issues.map(({ message }) => message))].join(' and ')}. Expected ${kind.expects}.`;
}

/** Sets a variable to a text that was checked. */
export function setText(settings: Settings, name: VariableName, text: string): void {
  settings.set(name, text);
  if (VARIABLES[name].secret) settings.set(`${name}_FILE`, null);
}

function addText(settings: Settings, name: VariableName, text: string | undefined): void {
  if (text === undefined) return;
  refuseBad(name, text);
  setText(settings, name, text);
}

function addFile(settings: Settings, name: VariableName, path: string | undefined): void {
  if (path === undefined) return;
  if (path === '-') {
    addText(settings, name, standardInput());
    return;
  }
  const read = readSecretFile(path);
  if (!read.ok) throw new UserError(`${name}_FILE ${read.message}`, { hint: read.fix });
  refuseBad(name, read.text);
  // A pipe such as <(pass show …) is gone afterwards, so its content is kept; a file stays the place where the secret is renewed.
  if (!statSync(path).isFile()) setText(settings, name, read.text);
  else settings.set(name, null).set(`${name}_FILE`, resolve(path));
}

function refuseBad(name: VariableName, text: string): void {
  const problem = valueProblem(name, text);
  if (problem !== null) throw new UserError(`${name}: ${problem}`);
}

function standardInput(): string {
  try {
    return readFileSync(0, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new UserError(`standard input cannot be read (${errorCode(error)})`, { cause: error });
  }
}
