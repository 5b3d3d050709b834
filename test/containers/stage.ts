import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSimulator, type Simulator } from '../../src/simulator/server.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { readCompose } from './compose-file.ts';
import { freePort, start, startInImage, USER, type Ended, type Running } from './container.ts';
import { buildByHand, type Image } from './image.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
export const SECRETS = {
  meta_app_secret: 'app-secret-from-a-file',
  meta_verify_token: 'verify-token-from-a-file',
  meta_access_token: 'access-token-from-a-file',
};
const OWN_RULE = `rules:
  - id: own-rule
    description: A rule in a file the image does not have
    when: { text.words: { any: [zzspam] } }
    then: cooldown
    reason: "wrote '{{match}}'"
`;
/** Processes start slowly on a busy machine. */
const PATIENCE = { timeoutMs: 30_000, everyMs: 100 };
export const asRoot = process.getuid?.() === 0;

/** docker-compose.yml without an engine: its images, commands, environments and health checks in a read-only folder, as a user who is not root. */
export class Stage {
  readonly compose = readCompose({ CORDON_MODE: 'enforce' });
  readonly simulator: Simulator;
  readonly image: Image;
  readonly redisData: string;
  readonly ports: { redis: number; webhook: number; admin: { receiver: number; worker: number } };
  readonly running: Running[] = [];

  private constructor(simulator: Simulator, image: Image, redisData: string, ports: Stage['ports']) {
    this.simulator = simulator;
    this.image = image;
    this.redisData = redisData;
    this.ports = ports;
  }

  static async open(folder: string): Promise<Stage> {
    chmodSync(folder, 0o755);
    const image = buildByHand(folder);
    const rules = join(image.root, 'etc/cordon/rules');
    const secrets = join(image.root, 'run/secrets');
    mkdirSync(secrets, { recursive: true });
    cpSync(join(project, 'rules'), rules, { recursive: true });
    writeFileSync(join(rules, 'own.yaml'), OWN_RULE);
    for (const [name, text] of Object.entries(SECRETS))
      writeFileSync(join(secrets, name), text, { mode: 0o444 });
    const redisData = join(folder, 'redis-data');
    mkdirSync(redisData);
    if (asRoot) chownSync(redisData, USER, USER);
    for (const name of ['app', 'etc', 'run'])
      execFileSync('chmod', ['-R', 'a+rX,a-w', join(image.root, name)]);
    chmodSync(image.root, 0o555);
    const admin = { receiver: await freePort(), worker: await freePort() };
    const ports = { redis: await freePort(), webhook: await freePort(), admin };
    return new Stage(await startSimulator({ strictWindow: true }), image, redisData, ports);
  }

  /** The environment of the compose file, but for addresses: containers have hosts and ports of their own, we share one machine. */
  environment(role: 'receiver' | 'worker'): Record<string, string> {
    const { environment = {} } = this.compose.services[role];
    return {
      ...environment,
      REDIS_URL: (environment.REDIS_URL ?? '').replace('redis:6379', `127.0.0.1:${this.ports.redis}`),
      PORT: String(this.ports.webhook),
      ADMIN_PORT: String(this.ports.admin[role]),
      META_GRAPH_URL: this.simulator.url,
    };
  }

  startRedis(): Running {
    const [, ...args] = this.compose.services.redis.command;
    const here = args.map((arg) => (arg === '/data' ? this.redisData : arg));
    const binary = fromSetup('CORDON_TEST_REDIS_BINARY');
    return this.keep(
      start([binary, ...here, '--bind', '127.0.0.1', '--port', String(this.ports.redis)], {
        cwd: this.redisData,
        env: {},
      }),
    );
  }

  startCordon(role: 'receiver' | 'worker', environment = this.environment(role)): Running {
    const { command } = this.compose.services[role];
    return this.keep(startInImage(this.image, [...this.image.entrypoint, ...command], environment));
  }

  /** The health check of the compose file; code 0 is healthy. */
  check(role: 'receiver' | 'worker', environment = this.environment(role)): Promise<Ended> {
    const [kind, ...words] = this.compose.services[role].healthcheck.test;
    if (kind !== 'CMD') throw new Error(`not in exec form: ${kind}`);
    return startInImage(this.image, words, environment).ended();
  }

  checkRedis(): Promise<Ended> {
    const [kind, line = ''] = this.compose.services.redis.healthcheck.test;
    if (kind !== 'CMD-SHELL') throw new Error(`not a shell's line: ${kind}`);
    const tools = dirname(fromSetup('CORDON_TEST_REDIS_BINARY'));
    const cli = existsSync(join(tools, 'redis-cli')) ? 'redis-cli' : 'valkey-cli';
    const onOurPort = line.replace('redis-cli', `${join(tools, cli)} -p ${this.ports.redis}`);
    return start(['/bin/sh', '-c', onOurPort], { cwd: '/', env: { PATH: '/usr/bin:/bin' } }).ended();
  }

  async healthy(check: () => Promise<Ended>, what: string): Promise<void> {
    await waitFor(async () => (await check()).code === 0, { ...PATIENCE, what: `a healthy ${what}` });
  }

  async unhealthy(check: () => Promise<Ended>, what: string): Promise<void> {
    await waitFor(async () => (await check()).code === 1, { ...PATIENCE, what: `an unhealthy ${what}` });
  }

  async close(): Promise<void> {
    for (const { child } of this.running) child.kill('SIGKILL');
    await Promise.all(this.running.map((one) => one.ended()));
    await this.simulator.close();
    execFileSync('chmod', ['-R', 'u+w', this.image.root]);
  }

  private keep(running: Running): Running {
    this.running.push(running);
    return running;
  }
}

function fromSetup(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; run tests through jest`);
  return value;
}
