import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const RULES = fileURLToPath(new URL('../../rules', import.meta.url));
const START_LIMIT_MS = 60_000;

/**
 * `cordon start` as an operator runs it, with the settings it comes with, in a folder of its own and with nothing of this shell's settings.
 * Resolves once it says that it serves.
 */
export async function startCordon({ redisPath, keyPrefix, graphUrl, folder }) {
  const startedAt = Date.now();
  const child = spawn(process.execPath, [MAIN, 'start'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      REDIS_URL: `unix://${redisPath}`,
      KEY_PREFIX: keyPrefix,
      RULES_DIR: RULES,
      DATA_DIR: join(folder, 'data'),
      CORDON_MODE: 'enforce',
      PORT: '0',
      ADMIN_PORT: '0',
      META_GRAPH_URL: graphUrl,
      META_APP_SECRET: 'bench_app_secret_of_this_run',
      META_VERIFY_TOKEN: 'bench_verify_token',
      META_ACCESS_TOKEN: 'bench_access_token',
    },
  });
  const said = [];
  const ready = new Promise((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line);
      if (line.trim().startsWith('admin ')) resolve(Date.now());
    });
    child.once('exit', (code) => reject(new Error(`cordon start ended with ${code}:\n${said.join('\n')}`)));
    setTimeout(reject, START_LIMIT_MS, new Error('cordon start took too long')).unref();
  });
  // Nobody is left behind when the bench is interrupted.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const readyAt = await ready.catch((error) => {
    kill();
    throw error;
  });
  return {
    startedAt,
    readyMs: readyAt - startedAt,
    usage: () => processUsage(child.pid),
    async stop() {
      process.removeListener('exit', kill);
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** CPU so far (µs) and memory (bytes, now and at its highest) of another process; nothing of it outside Linux. */
function processUsage(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    // Ticks of a hundredth of a second, everywhere Node runs.
    return {
      cpuMicros: (Number(fields[11]) + Number(fields[12])) * 10_000,
      rss: kilobytes('VmRSS') * 1024,
      peakRss: kilobytes('VmHWM') * 1024,
    };
  } catch {
    return { cpuMicros: 0, rss: 0, peakRss: 0 };
  }
}
