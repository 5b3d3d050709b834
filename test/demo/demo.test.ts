import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from '@jest/globals';
import { identify } from '../../src/redis/processes.ts';
import { cordon, cordonCommand, plainEnvironment } from '../helpers/cordon-cli.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { waitFor } from '../helpers/wait-for.ts';

/** A compile of src/ may come first. */
const TIMEOUT_MS = 180_000;

interface RunningDemo {
  pid: number;
  /** Waits for an event of this name. */
  heard: (event: string) => Promise<unknown>;
  /** Everything it started, as `pid@start`. */
  descendants: () => string[];
  signal: (name: NodeJS.Signals) => Promise<number | null>;
}

/** `cordon demo --json` with a temp folder of its own, so that its fixed folder is the test's. */
function startDemo(tmp: string): RunningDemo {
  const [file = '', ...args] = cordonCommand(['demo', '--json']);
  const child = spawn(file, args, {
    cwd: tmp,
    env: plainEnvironment({ TMPDIR: tmp }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const events = new Map<string, unknown>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { event, ...about } = JSON.parse(line) as { event: string };
    events.set(event, about);
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const pid = child.pid!;
  return {
    pid,
    heard: (event) => waitFor(() => events.get(event), { timeoutMs: 90_000, what: `the event ${event}` }),
    descendants: () => descendantsOf(pid).flatMap((one) => identify(one) ?? []),
    async signal(name) {
      child.kill(name);
      return (await exit)[0];
    },
  };
}

function descendantsOf(pid: number): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.filter(([, ppid]) => ppid === parent).flatMap(([own = 0]) => [own, ...below(own)]);
  return below(pid);
}

const alive = (names: readonly string[]): string[] =>
  names.filter((name) => identify(Number(name.slice(0, name.indexOf('@')))) === name);

describe('cordon demo --once', () => {
  it(
    'plays the story to its end, whatever the environment and .env say, and closes with the sums',
    async () => {
      using folder = tempFolder();
      const garbage = {
        META_GRAPH_URL: 'https://graph.invalid',
        META_APP_SECRET: 'another',
        META_ACCESS_TOKEN: 'another',
        META_PHONE_NUMBER_IDS: '1',
        META_GRAPH_VERSION: 'nonsense',
        REDIS_URL: 'redis://127.0.0.1:1',
        RULES_DIR: '/nowhere',
        DATA_DIR: '/proc/nowhere',
        CORDON_MODE: 'monitor',
        PORT: 'nonsense',
      };
      writeFileSync(join(folder.path, '.env'), 'KEY_PREFIX=nonsense!\nMETA_ACCESS_TOKEN=from a file\n');
      const { code, stdout, stderr } = await cordon(['demo', '--once'], {
        cwd: folder.path,
        env: { ...garbage, TMPDIR: folder.path },
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const lines = stdout.trimEnd().split('\n');
      const result = JSON.parse(lines.at(-1) ?? '') as Record<string, number>;
      expect(Object.keys(result)).toEqual([
        'sent',
        'moderated',
        'blocked',
        'lifted',
        'innocentBlocked',
        'lost',
      ]);
      expect(result).toMatchObject({
        moderated: result.sent,
        lifted: result.blocked,
        innocentBlocked: 0,
        lost: 0,
      });
      expect(result.sent).toBeGreaterThan(700);
      expect(result.blocked).toBe(58);
      expect(lines.filter((line) => line.startsWith('{'))).toHaveLength(1);
      expect(stdout).not.toContain('\u001b');
      expect(stdout).toMatch(/block \d\d people in one call/);
      expect(existsSync(join(folder.path, `cordon-demo-${process.getuid?.() ?? 'user'}`))).toBe(false);
    },
    TIMEOUT_MS,
  );
});

describe('cordon demo', () => {
  it(
    'leaves no process behind on kill -9, starts anew where it was killed, runs once at a time, and goes on SIGTERM',
    async () => {
      using folder = tempFolder();
      const first = startDemo(folder.path);
      await first.heard('judged');
      const started = first.descendants();
      expect(started.length).toBeGreaterThanOrEqual(2); // sender and Redis
      await first.signal('SIGKILL');
      await waitFor(() => alive(started).length === 0, { what: 'the end of sender and Redis' });

      const second = startDemo(folder.path);
      await second.heard('judged');
      const third = await cordon(['demo', '--once'], { env: { TMPDIR: folder.path } });
      expect(third).toEqual({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining(`a demo is running already (pid ${second.pid})`),
      });
      const startedAgain = second.descendants();
      expect(await second.signal('SIGTERM')).toBe(0);
      expect(alive(startedAgain)).toEqual([]);
      expect(await second.heard('stopped')).toEqual({});
    },
    TIMEOUT_MS,
  );

  it(
    'cut short, --once answers no',
    async () => {
      using folder = tempFolder();
      const [file = '', ...args] = cordonCommand(['demo', '--once']);
      const child = spawn(file, args, {
        env: plainEnvironment({ TMPDIR: folder.path }),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exit = once(child, 'exit');
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      await waitFor(() => stdout.includes('✓ allow'), { timeoutMs: 90_000 });
      child.kill('SIGINT');
      expect(await exit).toEqual([1, null]);
      expect(stdout).toMatch(/stopped after \d+ messages/);
      expect(stdout).not.toMatch(/^\{/m);
    },
    TIMEOUT_MS,
  );
});
