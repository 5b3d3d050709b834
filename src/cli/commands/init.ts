import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { envExample } from '../../config/docs.ts';
import { editEnv, EnvEditError } from '../../config/env-edit.ts';
import { errorCode, readSecretFile } from '../../config/secret-file.ts';
import { writeEnvFile } from '../../config/write-env-file.ts';
import { UserError } from '../../errors.ts';
import { createAsker } from '../ask.ts';
import { defineCommand } from '../command.ts';
import { examine } from '../examine.ts';
import { isFit, printFindings } from '../findings.ts';
import type { Io } from '../io.ts';
import { createStyle, printable, printJson } from '../output.ts';
import { askPublicUrl, askSettings, PUBLIC_URL_HINT, randomWord, webhookUrl } from '../setup-questions.ts';
import { givenSettings, initOptions, setText, type InitValues, type Settings } from '../setup-values.ts';

const FILE = '.env';
const SOMEWHERE = 'https://<public address of this machine>/webhook';

export const initCommand = defineCommand({
  name: 'init',
  summary: 'Write .env, check it, and show what to enter at Meta',
  options: initOptions,
  details: `On a terminal it asks for what the options do not say; secrets are not shown. Elsewhere the options must say it all. Secrets
are taken from files or standard input only: arguments can be read by everybody on the machine (ps). A secret's
file is named in .env and may be renewed there while Cordon runs; from standard input the secret itself is kept.
Exit status 1: .env is written, but something must be mended.

  cordon init
  cordon init --app-secret-file app-secret --access-token-file token --phone-number-id 100000000000010`,
  async run({ values, json }, io) {
    const path = resolve(FILE);
    const existing = readExisting(path);
    if (existing !== null && !values.force) {
      const hint = 'Add --force to change it: what you do not give stays as it is.';
      throw new UserError(`there is a ${FILE} here already`, { hint });
    }
    const settings = givenSettings(values);
    const before = existing === null ? {} : parseEnv(existing);
    const kept = new Set(Object.keys(before).filter((name) => before[name] !== ''));
    const webhook = await complete(settings, kept, values, json ? null : io);
    const text = edited(existing ?? envExample(), settings);
    if (!writeEnvFile(path, text, { replace: values.force }))
      throw new UserError(`there is a ${FILE} here by now; it was left alone`);

    const verifyToken = verifyTokenOf(parseEnv(text));
    const overruled = [...settings.keys()].filter((name) => (io.env[name] ?? '') !== '');
    const findings = await examine(io, { role: 'all', offline: values.offline });
    if (json) {
      printJson(io, { ok: isFit(findings), path, webhook, verifyToken, overruled, findings });
      return isFit(findings) ? 0 : 1;
    }
    showNextSteps(io, { webhook: webhook ?? SOMEWHERE, verifyToken, overruled });
    printFindings(io, findings);
    const next = isFit(findings) ? 'Next: npx cordon start' : 'Mend what FAILed, then: npx cordon doctor';
    io.stdout.write(`\n${next}\n`);
    return isFit(findings) ? 0 : 1;
  },
});

function readExisting(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new UserError(`${FILE} cannot be read (${errorCode(error)})`, { cause: error });
  }
}

/** Completes the settings by asking (`io` null = nobody can be asked). Answers the webhook's address, null when unknown. */
async function complete(
  settings: Settings,
  kept: ReadonlySet<string>,
  values: InitValues,
  io: Io | null,
): Promise<string | null> {
  const publicUrl = values['public-url'];
  const webhook = publicUrl === undefined ? null : webhookUrl(publicUrl);
  if (publicUrl !== undefined && webhook === null)
    throw new UserError(`--public-url ${publicUrl} cannot be the address of a webhook`, {
      hint: PUBLIC_URL_HINT,
    });
  const input = io?.isTTY === true ? io.input?.() : undefined;
  let asked: string | null = null;
  if (io !== null && input?.isTTY === true) {
    const asker = createAsker(input, io.stdout);
    try {
      await askSettings(settings, kept, asker);
      if (webhook === null) asked = await askPublicUrl(asker);
    } finally {
      asker.close();
    }
  }
  const has = (name: string): boolean => settings.has(name) || kept.has(name) || kept.has(`${name}_FILE`);
  const missing = REQUIRED.filter(({ name }) => !has(name)).map(({ option }) => option);
  if (missing.length > 0) {
    const hint = 'On a terminal, cordon init asks for them. See: cordon init --help';
    throw new UserError(`cordon init needs ${missing.join(' and ')}`, { hint });
  }
  if (!has('META_VERIFY_TOKEN')) setText(settings, 'META_VERIFY_TOKEN', randomWord());
  return webhook ?? asked;
}

const REQUIRED = [
  { name: 'META_APP_SECRET', option: '--app-secret-file' },
  { name: 'META_ACCESS_TOKEN', option: '--access-token-file' },
];

function edited(text: string, settings: Settings): string {
  try {
    return editEnv(text, settings);
  } catch (error) {
    if (!(error instanceof EnvEditError)) throw error;
    throw new UserError(`${FILE} was left alone: ${error.message}`, { cause: error });
  }
}

function verifyTokenOf(env: Record<string, string | undefined>): string | null {
  const { META_VERIFY_TOKEN: word = '', META_VERIFY_TOKEN_FILE: path = '' } = env;
  if (word !== '') return word;
  const read = readSecretFile(path);
  return read.ok ? read.text : null;
}

function showNextSteps(
  io: Io,
  {
    webhook,
    verifyToken,
    overruled,
  }: { webhook: string; verifyToken: string | null; overruled: readonly string[] },
): void {
  const style = createStyle(io);
  const lines = [
    `${FILE} is written, for you alone to read (mode 600).`,
    ...overruled.map((name) => style.yellow(`But the environment sets ${name} too, and that wins.`)),
    '',
    style.bold('Enter at Meta (App dashboard → WhatsApp → Configuration → Webhook):'),
    `  Callback URL  ${webhook}`,
    `  Verify token  ${printable(verifyToken ?? '(the one in META_VERIFY_TOKEN_FILE)')}`,
    '  Webhook field messages (subscribe)',
    '',
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}
