import type { FaultPlan } from './faults.ts';
import type { Oddities } from './oddities.ts';

/** What to do with a request that changes nothing (not documented by Meta; success is our assumption). */
export type RepeatPolicy = 'succeed' | 'fail';

export interface SimulatorOptions {
  /** @default 0, a free port */
  readonly port?: number | undefined;
  /** @default '127.0.0.1' */
  readonly host?: string | undefined;
  /** A phone or BSUID a line, optionally a tab and the time they last wrote. With it, everybody else counts as silent. */
  readonly usersFile?: string | undefined;
  /** Without a users file: people nobody noted count as silent instead of as having just written. @default false */
  readonly strictWindow?: boolean | undefined;
  /** These are refused with 190; every other token is fine. @default [] */
  readonly badTokens?: readonly string[] | undefined;
  /** When set, a wrong `appsecret_proof` is refused (a missing one is not, as with Meta's default). */
  readonly appSecret?: string | undefined;
  /** Source of time in ms. @default Date.now */
  readonly now?: (() => number) | undefined;
  /** Phone number id → its own number in digits; such a number cannot be blocked. @default {} */
  readonly businessNumbers?: Readonly<Record<string, string>> | undefined;
  /** @default 64_000 */
  readonly listCap?: number | undefined;
  /** Largest page a listing gives, whatever `limit` says. @default 1_000 */
  readonly maxPageSize?: number | undefined;
  /** Blocking somebody who is blocked. @default 'succeed' */
  readonly repeatedBlock?: RepeatPolicy | undefined;
  /** Unblocking somebody who is not blocked. @default 'succeed' */
  readonly repeatedLift?: RepeatPolicy | undefined;
  readonly faults?: readonly FaultPlan[] | undefined;
  readonly oddities?: Partial<Oddities> | undefined;
  /** Requests remembered one by one (counts go on for ever). @default 10_000 */
  readonly requestLogSize?: number | undefined;
  /** Applied changes remembered. @default 1_000_000 */
  readonly changeLogSize?: number | undefined;
  /** Sent messages remembered. @default 10_000 */
  readonly messageLogSize?: number | undefined;
  /** People whose last message or names are remembered. @default 500_000 */
  readonly peopleLimit?: number | undefined;
}

/** The options with every default in place. */
export interface Settings {
  readonly now: () => number;
  readonly appSecret: string | undefined;
  readonly badTokens: readonly string[];
  readonly businessNumbers: Readonly<Record<string, string>>;
  readonly strictWindow: boolean;
  readonly listCap: number;
  readonly maxPageSize: number;
  readonly repeatedBlock: RepeatPolicy;
  readonly repeatedLift: RepeatPolicy;
  readonly requestLogSize: number;
  readonly changeLogSize: number;
  readonly messageLogSize: number;
  readonly peopleLimit: number;
}

export function toSettings(options: SimulatorOptions): Settings {
  return {
    now: options.now ?? Date.now,
    appSecret: options.appSecret,
    badTokens: options.badTokens ?? [],
    businessNumbers: options.businessNumbers ?? {},
    strictWindow: options.strictWindow ?? options.usersFile !== undefined,
    listCap: options.listCap ?? 64_000,
    maxPageSize: options.maxPageSize ?? 1_000,
    repeatedBlock: options.repeatedBlock ?? 'succeed',
    repeatedLift: options.repeatedLift ?? 'succeed',
    requestLogSize: options.requestLogSize ?? 10_000,
    changeLogSize: options.changeLogSize ?? 1_000_000,
    messageLogSize: options.messageLogSize ?? 10_000,
    peopleLimit: options.peopleLimit ?? 500_000,
  };
}
