import { inspect } from 'node:util';
import type { Values } from './variables.ts';

/** What only the receiver holds. Any of the app secrets may have signed a delivery. */
export interface ReceiverSecrets {
  readonly appSecrets: readonly string[];
  readonly verifyToken: string;
}

/** What a Graph call needs. Without an app secret calls go out without `appsecret_proof`. */
export interface GraphSecrets {
  readonly accessToken: string;
  readonly appSecret: string | null;
}

/** Kept apart from the config, so that the config may be logged. A part is null unless all it needs is set. */
export interface Secrets {
  readonly receiver: ReceiverSecrets | null;
  readonly graph: GraphSecrets | null;
  readonly adminToken: string | null;
  /** Null = Cordon runs its own Redis. May hold a password; `config.redis.address` is the one to show. */
  readonly redisUrl: string | null;
}

/** The variables that hold secrets. */
export type SecretValues = Pick<
  Values,
  'META_APP_SECRET' | 'META_VERIFY_TOKEN' | 'META_ACCESS_TOKEN' | 'ADMIN_TOKEN' | 'REDIS_URL'
>;

export function toSecrets(values: SecretValues): Secrets {
  const appSecrets = values.META_APP_SECRET;
  const verifyToken = values.META_VERIFY_TOKEN;
  const accessToken = values.META_ACCESS_TOKEN;
  return conceal({
    receiver: appSecrets && verifyToken ? conceal({ appSecrets, verifyToken }) : null,
    graph: accessToken ? conceal({ accessToken, appSecret: appSecrets?.[0] ?? null }) : null,
    adminToken: values.ADMIN_TOKEN,
    redisUrl: values.REDIS_URL,
  });
}

/** The same properties, readable by name only: not by JSON, inspect, a template string, a spread or a loop. */
export function conceal<T extends object>(values: T): Readonly<T> {
  const properties = Object.entries(values).map(([name, value]: [string, unknown]) => [name, { value }]);
  return withoutShowing(Object.fromEntries(properties) as PropertyDescriptorMap) as Readonly<T>;
}

/** Secrets that are looked up anew at every reading of a property. */
export function secretsInForce(current: () => Secrets): Secrets {
  return withoutShowing({
    receiver: { get: () => current().receiver },
    graph: { get: () => current().graph },
    adminToken: { get: () => current().adminToken },
    redisUrl: { get: () => current().redisUrl },
  }) as Secrets;
}

function withoutShowing(properties: PropertyDescriptorMap): unknown {
  const shown = { value: () => '[secret]' };
  const prototype = { toJSON: shown.value, toString: shown.value, [inspect.custom]: shown.value };
  return Object.create(prototype, properties);
}
