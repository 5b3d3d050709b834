import {
  choice,
  folder,
  graphUrl,
  host,
  idList,
  integer,
  type Kind,
  pattern,
  redisUrl,
  secret,
  secretList,
} from './kinds.ts';

/** What one process does: `receiver` answers Meta, `worker` moderates and blocks, `all` is both. */
export const ROLES = ['all', 'receiver', 'worker'] as const;
export type Role = (typeof ROLES)[number];

export const GROUPS = ['Meta', 'Rules and mode', 'Redis', 'HTTP', 'Blocking', 'Tuning'] as const;

/** One environment variable: the source of reading, of `.env.example` and of the README's table. */
export interface Variable<T> {
  group: (typeof GROUPS)[number];
  /** What it sets; starts with a capital, ends without a full stop. */
  about: string;
  kind: Kind<T>;
  /** As it would be written; null = unset. */
  fallback: string | null;
  /** A secret may come from a file (`NAME_FILE`) and is never shown. */
  secret: boolean;
  /** Roles that cannot start without it. `all` needs whatever either part needs. */
  neededBy: readonly Exclude<Role, 'all'>[];
}

type Group = Variable<unknown>['group'];
type With<T, Fallback> = Variable<T> & { fallback: Fallback };

function setting<T>(group: Group, kind: Kind<T>, fallback: string, about: string): With<T, string> {
  return { group, kind, fallback, about, secret: false, neededBy: [] };
}
function optional<T>(group: Group, kind: Kind<T>, about: string): With<T, null> {
  return { group, kind, fallback: null, about, secret: false, neededBy: [] };
}
function hidden<T>(
  group: Group,
  kind: Kind<T>,
  neededBy: Variable<T>['neededBy'],
  about: string,
): With<T, null> {
  return { group, kind, fallback: null, about, secret: true, neededBy };
}

const keyPrefix = pattern(
  /^[a-z0-9-]{1,32}$/,
  'is not 1–32 characters of a–z, 0–9 and -',
  'a short name such as cordon or shop-1',
);
const graphVersion = pattern(/^v\d{1,3}\.\d{1,2}$/, 'is not a version', 'a version such as v25.0');
const port = integer(0, 65_535);

/** Every variable Cordon reads; there is no other place that names one. */
export const VARIABLES = {
  META_APP_SECRET: hidden(
    'Meta',
    secretList,
    ['receiver'],
    'App secret that signs deliveries; during a rotation two or more, separated by commas, the newest first',
  ),
  META_VERIFY_TOKEN: hidden(
    'Meta',
    secret,
    ['receiver'],
    'The word of your choice that you also type into the webhook settings at Meta',
  ),
  META_ACCESS_TOKEN: hidden('Meta', secret, ['worker'], 'System user token that may block users'),
  META_GRAPH_URL: setting('Meta', graphUrl, 'https://graph.facebook.com', 'Where the Graph API is'),
  META_GRAPH_VERSION: setting('Meta', graphVersion, 'v25.0', 'Version of the Graph API'),
  META_PHONE_NUMBER_IDS: optional(
    'Meta',
    idList,
    'Ids of the business numbers to guard, separated by commas; unset guards every number that is delivered',
  ),
  CORDON_MODE: setting(
    'Rules and mode',
    choice(['monitor', 'enforce']),
    'monitor',
    '`monitor` records what would happen and blocks nobody; `enforce` blocks',
  ),
  RULES_DIR: setting('Rules and mode', folder, './rules', 'Folder of the rule files'),
  DATA_DIR: setting('Rules and mode', folder, '.cordon', 'Folder for the journal and the private Redis'),
  LOG_LEVEL: setting(
    'Rules and mode',
    choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    'info',
    'Least severity that is logged',
  ),
  REDIS_URL: hidden(
    'Redis',
    redisUrl,
    [],
    'Redis 7 or newer (or Valkey); unset runs a private one, which only the role `all` can do',
  ),
  KEY_PREFIX: setting(
    'Redis',
    keyPrefix,
    'cordon',
    'Start of every key, so that several Cordons can share a Redis',
  ),
  QUEUE_SHARDS: setting(
    'Redis',
    integer(1, 64),
    '1',
    'Queues the numbers are spread over; the same for every process',
  ),
  EMBEDDED_REDIS_MAXMEMORY_MB: setting(
    'Redis',
    integer(64, 65_536),
    '512',
    'Memory limit of the private Redis, in MB',
  ),
  PORT: setting('HTTP', port, '3000', 'Public port: the webhook and the probes; 0 takes any free one'),
  ADMIN_PORT: setting('HTTP', port, '3001', 'Port of health and metrics; 0 takes any free one'),
  ADMIN_HOST: setting(
    'HTTP',
    host,
    '127.0.0.1',
    'Address the admin port listens on; beyond this machine only with ADMIN_TOKEN',
  ),
  ADMIN_TOKEN: hidden('HTTP', secret, [], 'Bearer token the admin port asks for'),
  BLOCK_BATCH_SIZE: setting('Blocking', integer(1, 1_000), '200', 'Users in one call to Meta'),
  FLUSH_DELAY_MS: setting(
    'Blocking',
    integer(0, 60_000),
    '500',
    'Wait for more offenders after the first one',
  ),
  SWEEP_INTERVAL_MS: setting(
    'Blocking',
    integer(100, 300_000),
    '5000',
    'How often due blocks and lifts are looked for',
  ),
  GRAPH_TIMEOUT_MS: setting(
    'Blocking',
    integer(100, 120_000),
    '15000',
    'Limit for one call to Meta, its answer included',
  ),
  EXPORT_KEEP_DAYS: setting(
    'Tuning',
    integer(0, 3_650),
    '14',
    'Days the daily export of all blocks (`DATA_DIR/exports`) is kept; 0 writes none',
  ),
  WORKER_CONCURRENCY: setting('Tuning', integer(1, 64), '4', 'Chunks one worker moderates at a time'),
  QUEUE_DEPTH_LIMIT: setting(
    'Tuning',
    integer(1, 10_000_000),
    '50000',
    'Waiting chunks at which Meta is asked to come back later (503)',
  ),
  MAX_BODIES_IN_FLIGHT_MB: setting(
    'Tuning',
    integer(5, 4_096),
    '32',
    'Bodies held in memory at which Meta is asked to come back later (503)',
  ),
  SENDER_MEMORY_DAYS: setting('Tuning', integer(1, 3_650), '90', 'Days a silent sender is remembered'),
} as const satisfies Record<string, Variable<unknown>>;

export type VariableName = keyof typeof VARIABLES;

type ValueOf<V> = V extends { kind: Kind<infer T>; fallback: infer Fallback }
  ? Fallback extends null
    ? T | null
    : T
  : never;
/** Parsed values: null only where a variable has no fallback. */
export type Values = { [Name in VariableName]: ValueOf<(typeof VARIABLES)[Name]> };

export const variableNames = Object.keys(VARIABLES) as VariableName[];
