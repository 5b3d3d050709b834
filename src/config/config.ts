import { isLoopback } from './loopback.ts';
import { type Role, type Values, VARIABLES, type VariableName, variableNames } from './variables.ts';

/** Everything a process is told, without secrets: safe to log as it is. Every value is set. */
export interface Config {
  role: Role;
  mode: Values['CORDON_MODE'];
  logLevel: Values['LOG_LEVEL'];
  /** Absolute folders. */
  rulesDir: string;
  dataDir: string;
  /** The numbers to guard; null = all. */
  phoneNumberIds: readonly string[] | null;
  redis: {
    /** Where Redis is, without credentials; null = Cordon runs its own. */
    address: string | null;
    keyPrefix: string;
    embeddedMaxmemoryMb: number;
  };
  queue: { shards: number; depthLimit: number };
  receiver: {
    port: number;
    /** Address listened on; null = all of them, as Meta comes from outside. */
    host: string | null;
    maxBodiesInFlightBytes: number;
    /** A delivery must have arrived whole within this. */
    requestTimeoutMs: number;
    headersTimeoutMs: number;
  };
  admin: { host: string; port: number; loopback: boolean };
  graph: { baseUrl: string; version: string; timeoutMs: number };
  worker: { concurrency: number; lockMs: number; stalledIntervalMs: number; schedulerRefreshMs: number };
  blocker: {
    batchSize: number;
    flushDelayMs: number;
    sweepIntervalMs: number;
    reconcileIntervalMs: number;
    /** Time to store results after a call; a claim lasts the Graph timeout plus this. */
    settleMarginMs: number;
  };
  senderMemoryMs: number;
  /** How long daily exports are kept; 0 = none is written. */
  exportKeepDays: number;
  /** Longest wait for running work at shutdown. */
  shutdownTimeoutMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MB = 1_048_576;

export function toConfig(values: Values, role: Role): Config {
  return {
    role,
    mode: values.CORDON_MODE,
    logLevel: values.LOG_LEVEL,
    rulesDir: values.RULES_DIR,
    dataDir: values.DATA_DIR,
    phoneNumberIds: values.META_PHONE_NUMBER_IDS,
    redis: {
      address: values.REDIS_URL === null ? null : withoutCredentials(values.REDIS_URL),
      keyPrefix: values.KEY_PREFIX,
      embeddedMaxmemoryMb: values.EMBEDDED_REDIS_MAXMEMORY_MB,
    },
    queue: { shards: values.QUEUE_SHARDS, depthLimit: values.QUEUE_DEPTH_LIMIT },
    receiver: {
      port: values.PORT,
      host: null,
      maxBodiesInFlightBytes: values.MAX_BODIES_IN_FLIGHT_MB * MB,
      requestTimeoutMs: 20_000,
      headersTimeoutMs: 10_000,
    },
    admin: { host: values.ADMIN_HOST, port: values.ADMIN_PORT, loopback: isLoopback(values.ADMIN_HOST) },
    graph: {
      baseUrl: values.META_GRAPH_URL,
      version: values.META_GRAPH_VERSION,
      timeoutMs: values.GRAPH_TIMEOUT_MS,
    },
    worker: {
      concurrency: values.WORKER_CONCURRENCY,
      lockMs: 10_000,
      stalledIntervalMs: 5_000,
      schedulerRefreshMs: 5_000,
    },
    blocker: {
      batchSize: values.BLOCK_BATCH_SIZE,
      flushDelayMs: values.FLUSH_DELAY_MS,
      sweepIntervalMs: values.SWEEP_INTERVAL_MS,
      reconcileIntervalMs: HOUR_MS,
      settleMarginMs: 5_000,
    },
    senderMemoryMs: values.SENDER_MEMORY_DAYS * DAY_MS,
    exportKeepDays: values.EXPORT_KEEP_DAYS,
    shutdownTimeoutMs: 20_000,
  };
}

/** Replacements for some settings, group by group. */
export type ConfigOverrides = {
  [K in keyof Config]?: Config[K] extends readonly unknown[] | null
    ? Config[K]
    : Config[K] extends object
      ? Partial<Config[K]>
      : Config[K];
};

/** The config of an empty environment, with some of it replaced. For demo, tests and bench, which read no environment. */
export function defaultConfig(overrides: ConfigOverrides = {}): Config {
  const config = toConfig(defaultValues(), overrides.role ?? 'all');
  const host = overrides.admin?.host ?? config.admin.host;
  const { redis, queue, receiver, admin, graph, worker, blocker, ...rest } = overrides;
  return {
    ...config,
    ...rest,
    redis: { ...config.redis, ...redis },
    queue: { ...config.queue, ...queue },
    receiver: { ...config.receiver, ...receiver },
    admin: { ...config.admin, loopback: isLoopback(host), ...admin },
    graph: { ...config.graph, ...graph },
    worker: { ...config.worker, ...worker },
    blocker: { ...config.blocker, ...blocker },
  };
}

function defaultValues(): Values {
  const parsed = variableNames.map((name): [VariableName, unknown] => {
    const { fallback, kind } = VARIABLES[name];
    return [name, fallback === null ? null : kind.schema.parse(fallback)];
  });
  return Object.fromEntries(parsed) as Values;
}

function withoutCredentials(redisUrl: string): string {
  const url = new URL(redisUrl);
  return `${url.protocol}//${url.host}${url.pathname}`;
}
