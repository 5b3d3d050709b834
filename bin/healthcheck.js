/**
 * Asks the Cordon of this container whether it is well, and exits with 0 or 1: `node bin/healthcheck.js` asks the admin port, which every
 * role has; `node bin/healthcheck.js receiver` asks whether deliveries are taken. Reads the same settings as `cordon start`.
 */
import { get } from 'node:http';
import { setTimeout } from 'node:timers';
import { processEnvironment, withEnvFile } from '../dist/config/env-file.js';
import { formatProblem, readConfig } from '../dist/config/read.js';

/** Below the 5 s Docker gives the whole check. */
const TIMEOUT_MS = 4_000;
/** Addresses to listen on, not to connect to. */
const EVERYWHERE = ['0.0.0.0', '::'];

function end(problem) {
  if (problem !== null) process.stderr.write(`unhealthy: ${problem}\n`);
  process.exit(problem === null ? 0 : 1);
}

const read = readConfig(withEnvFile(processEnvironment()).env, { purpose: 'inspect' });
if (!read.ok) end(read.problems.map(formatProblem).join(' '));
const { config, secrets } = read;
const { adminToken } = secrets;
const request =
  process.argv[2] === 'receiver'
    ? { host: '127.0.0.1', port: config.receiver.port, path: '/readyz' }
    : {
        host: EVERYWHERE.includes(config.admin.host) ? '127.0.0.1' : config.admin.host,
        port: config.admin.port,
        path: '/healthz',
        headers: adminToken === null ? {} : { authorization: `Bearer ${adminToken}` },
      };

setTimeout(end, TIMEOUT_MS, `no answer within ${TIMEOUT_MS} ms`);
get(request, ({ statusCode }) =>
  end(statusCode === 200 ? null : `${request.path} answered ${statusCode}`),
).on('error', (error) => end(error.message));
