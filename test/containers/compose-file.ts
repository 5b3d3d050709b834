import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The parts of docker-compose.yml the tests look at, merge keys applied and variables filled in. */
export interface ComposeFile {
  services: Record<ServiceName, Service>;
  networks: Record<string, { internal?: boolean }>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
}

export type ServiceName = 'receiver' | 'worker' | 'redis';

export interface Service {
  image: string;
  build?: string;
  user?: string;
  init?: boolean;
  command: string[];
  environment?: Record<string, string>;
  secrets?: string[];
  networks: string[];
  ports?: string[];
  volumes?: { type: 'bind' | 'volume'; source: string; target: string; read_only?: boolean }[];
  healthcheck: { test: string[]; interval: string; timeout: string; start_period: string; retries: number };
  depends_on?: Record<string, { condition: string }>;
  read_only: boolean;
  tmpfs: string[];
  cap_drop: string[];
  security_opt: string[];
  restart: string;
  pids_limit: number;
  mem_limit: string;
  stop_grace_period: string;
}

const file = new URL('../../docker-compose.yml', import.meta.url);

/** What an engine would work with, given the variables of the shell or `.env`. */
export function readCompose(env: Readonly<Record<string, string>> = {}): ComposeFile {
  return fillIn(parseCompose(), env) as ComposeFile;
}

/** As written, before variables are filled in. */
export function parseCompose(): unknown {
  return parse(readFileSync(file, 'utf8'), { merge: true });
}

/** The variables the file asks the shell or `.env` for. */
export function askedVariables(): string[] {
  const names = [...readFileSync(file, 'utf8').matchAll(REFERENCE)].map(([, name]) => name ?? '');
  return [...new Set(names)];
}

const REFERENCE = /\$\{([A-Z_]+):-([^}$]*)\}/g;

/** Knows `${NAME:-default}` only; any other `$` is an error, so that the file keeps to it. */
function fillIn(value: unknown, env: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') {
    const filled = value.replace(REFERENCE, (_, name: string, fallback: string) => env[name] || fallback);
    if (value.replace(REFERENCE, '').includes('$'))
      throw new Error(`not of the form \${NAME:-default}: ${value}`);
    return filled;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => fillIn(item, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillIn(item, env)]));
}
