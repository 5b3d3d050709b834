import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import { APT_SCRIPT } from './apt-script.ts';
import { EmbeddedRedisError } from './errors.ts';
import { MINIMUM_MAJOR } from './find-binary.ts';
import { planInstall } from './install-plan.ts';
import type { InstallSite } from './install-plan.ts';

const OUTPUT_TAIL = 3_000;

/** Installs a Redis by the system's package manager, or says what to install by hand. */
export async function installRedis(site: InstallSite, say: (line: string) => void): Promise<void> {
  const plan = planInstall(site);
  if (plan.do === 'refuse') {
    throw new EmbeddedRedisError(`Cordon needs Redis, which is not installed; ${plan.why}. ${plan.advice}`);
  }
  const [what, command] =
    plan.manager === 'brew'
      ? ['redis with Homebrew', ['env', 'HOMEBREW_NO_ENV_HINTS=1', 'brew', 'install', 'redis']]
      : [
          `redis-server with ${[...plan.sudo, 'apt-get'].join(' ')}`,
          [
            ...plan.sudo,
            '/bin/sh',
            '-c',
            APT_SCRIPT,
            'cordon-install',
            String(MINIMUM_MAJOR),
            'redis-server',
            'valkey-server',
          ],
        ];
  if (plan.ask && !(await agrees(`Cordon needs Redis, which is not installed. Install ${what}? [Y/n] `))) {
    throw new EmbeddedRedisError(
      'Redis was not installed. Install it, or set REDIS_URL to one you run yourself.',
    );
  }
  say(`Redis is not installed; installing ${what} (its own service stays off)…`);
  const { code, output } = await runCommand(command);
  if (code !== 0) throw new EmbeddedRedisError(explainFailure(what, code, output));
}

function explainFailure(what: string, code: number | string, output: string): string {
  if (code === 3) {
    return (
      `this system's packages have no Redis or Valkey ${MINIMUM_MAJOR} or newer. Add https://packages.redis.io, ` +
      'install redis-server from there, or set REDIS_URL to one you run yourself.'
    );
  }
  return `installing ${what} failed (${code}). Install it by hand, or set REDIS_URL. Its last words:\n${output.trim()}`;
}

async function agrees(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('n')));
  try {
    const answer = await Promise.race([terminal.question(question), closed]);
    return /^\s*(y(es)?)?\s*$/i.test(answer);
  } finally {
    terminal.close();
  }
}

/** Runs it with our environment (proxies) but away from stdout, which belongs to the command's own result. */
function runCommand([program = '', ...args]: readonly string[]): Promise<{
  code: number | string;
  output: string;
}> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['inherit', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-OUTPUT_TAIL)));
    }
    child.once('error', (error) => resolve({ code: error.message, output }));
    child.once('close', (code, signal) => resolve({ code: code ?? signal ?? 'ended', output }));
  });
}
