import { once } from 'node:events';
import { createServer } from 'node:net';
import { errorCode } from '../config/secret-file.ts';
import { findings, type Finding } from './finding.ts';

const { ok, warn, fail } = findings('machine');
const ASK_TIMEOUT_MS = 2_000;

export interface Port {
  /** The variable that sets it. */
  variable: 'PORT' | 'ADMIN_PORT';
  port: number;
  /** null = every address. */
  host: string | null;
  /** What a Cordon that has it answers at, e.g. `/livez`. */
  path: string;
}

/** Whether the port can be taken; one that a running Cordon has is fine. */
export async function examinePort({ variable, port, host, path }: Port): Promise<Finding> {
  if (port === 0) return ok(`${variable} is 0: any free port is taken`);
  const problem = await listenProblem(port, host);
  if (problem === null) return ok(`${variable} (${port}) is free`);
  if (problem === 'EADDRINUSE') {
    return (await isCordon(port, host, path))
      ? ok(`${variable} (${port}) is in use by a Cordon that answers`)
      : fail(
          `${variable} (${port}) is in use by something else`,
          `Stop it, or set ${variable} to a free port.`,
        );
  }
  if (problem === 'EACCES') {
    return fail(`${variable} (${port}) is reserved for the system`, `Set ${variable} to a port above 1023.`);
  }
  return warn(
    `${variable} (${port}) cannot be tried (${problem})`,
    'Check ADMIN_HOST: it must be an address of this machine.',
  );
}

async function listenProblem(port: number, host: string | null): Promise<string | null> {
  const server = createServer();
  try {
    server.listen({ port, ...(host === null ? {} : { host }) });
    await once(server, 'listening');
    return null;
  } catch (error) {
    return errorCode(error);
  } finally {
    if (server.listening) {
      server.close();
      await once(server, 'close');
    }
  }
}

/** By what it answers: the public port says `ok`, the admin port tells Cordon's version or asks for the token. */
async function isCordon(port: number, host: string | null, path: string): Promise<boolean> {
  const name = host === null || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}${path}`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS), redirect: 'error' });
    const text = (await response.text()).slice(0, 10_000);
    return text === 'ok\n' || text.includes('"version"') || text.includes('ADMIN_TOKEN');
  } catch {
    return false;
  }
}
