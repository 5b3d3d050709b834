import { stat } from 'node:fs/promises';
import { lookAgain } from '../repeat/look-again.ts';
import type { Environment, Problem } from './read.ts';
import { rereadSecretFile, type SecretFile } from './secret-file.ts';
import { secretsInForce, toSecrets, type Secrets, type SecretValues } from './secrets.ts';
import { VARIABLES } from './variables.ts';

export interface LiveSecretsOptions {
  /** What the secrets were read from; its `META_…_FILE` variables name the files that are looked at again. */
  env: Environment;
  initial: Secrets;
  /** New secrets are in force. */
  onRenewed: () => void;
  /** A file became unusable; what it held stays in force. Said once for each new state of the file. */
  onRefused: (problem: Problem) => void;
  /** Pause between two looks, ms; a change must look the same twice. @default 500 */
  intervalMs?: number;
}

export interface LiveSecrets extends AsyncDisposable {
  /** Always those in force: ask its properties when needed, do not keep what they answer. */
  secrets: Secrets;
}

/** Those a rotation at Meta changes. Redis and the admin port take theirs at the start. */
const LIVE = ['META_APP_SECRET', 'META_VERIFY_TOKEN', 'META_ACCESS_TOKEN'] as const;
type LiveName = (typeof LIVE)[number];

/**
 * Keeps secrets that come from files up to date, so that a rotation needs no restart. It looks again and again, because orchestrators
 * swap files by links and event queues miss that. A file that is empty, half-written or gone changes nothing.
 */
export function liveSecrets(options: LiveSecretsOptions): LiveSecrets {
  const { initial, onRenewed, onRefused, intervalMs = 500 } = options;
  const values = valuesOf(initial);
  const files = LIVE.flatMap((name) => watchedFile(name, options.env));
  let current = initial;

  const look = async (): Promise<void> => {
    let renewed = false;
    for (const file of files) {
      const read = await changeOf(file);
      if (read === null) continue;
      const problem = take(file.name, read, values);
      if (problem === null) renewed = true;
      else onRefused(problem);
    }
    if (!renewed) return;
    const next = toSecrets(values);
    if (JSON.stringify(valuesOf(next)) === JSON.stringify(valuesOf(current))) return;
    current = next;
    onRenewed();
  };
  const looking = files.length === 0 ? null : lookAgain(look, intervalMs);
  return {
    secrets: secretsInForce(() => current),
    async [Symbol.asyncDispose]() {
      await looking?.close();
    },
  };
}

interface WatchedFile {
  name: LiveName;
  path: string;
  /** What the last look saw, and what was last acted upon. */
  seen: string;
  settled: string;
}

function watchedFile(name: LiveName, env: Environment): WatchedFile[] {
  const path = env[`${name}_FILE`]?.trim() ?? '';
  return path === '' ? [] : [{ name, path, seen: '', settled: '' }];
}

/** The file's new state once it looked the same twice; null when there is nothing new. */
async function changeOf(file: WatchedFile): Promise<SecretFile | null> {
  // A pipe gives its secret once; reading it again would wait for ever.
  const about = await stat(file.path).catch(() => null);
  if (about !== null && !about.isFile()) return null;
  const read = await rereadSecretFile(file.path);
  const state = JSON.stringify(read);
  const isQuiet = state === file.seen;
  file.seen = state;
  if (!isQuiet || state === file.settled) return null;
  file.settled = state;
  return read;
}

/** Puts what was read into `values`, or says why not. */
function take(name: LiveName, read: SecretFile, values: SecretValues): Problem | null {
  const variable = `${name}_FILE`;
  if (!read.ok) return { variable, message: read.message, fix: read.fix };
  const parsed = VARIABLES[name].kind.schema.safeParse(read.text);
  if (!parsed.success) {
    const faults = [...new Set(parsed.error.issues.map(({ message }) => message))].join(' and ');
    return {
      variable,
      message: `names a file whose content ${faults}`,
      fix: `Write ${VARIABLES[name].kind.expects}.`,
    };
  }
  Object.assign(values, { [name]: parsed.data });
  return null;
}

function valuesOf({ receiver, graph, adminToken, redisUrl }: Secrets): SecretValues {
  const appSecret = graph?.appSecret ?? null;
  return {
    META_APP_SECRET: receiver?.appSecrets ?? (appSecret === null ? null : [appSecret]),
    META_VERIFY_TOKEN: receiver?.verifyToken ?? null,
    META_ACCESS_TOKEN: graph?.accessToken ?? null,
    ADMIN_TOKEN: adminToken,
    REDIS_URL: redisUrl,
  };
}
