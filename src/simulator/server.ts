import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Control } from './control.ts';
import { CONTROL_PREFIX, serveControl } from './control-http.ts';
import { serveGraph } from './exchange.ts';
import type { Surroundings } from './reply.ts';
import { toSettings } from './settings.ts';
import type { SimulatorOptions } from './settings.ts';
import { loadUsersFile } from './users-file.ts';
import { Weather } from './weather.ts';
import { World } from './world.ts';

export type { SimulatorOptions } from './settings.ts';
export type { Control } from './control.ts';
export type { InboundNote, LinkNote, SimulatorState } from './control-types.ts';
export type { FaultPlan } from './faults.ts';
export type { Oddities } from './oddities.ts';
export type { RequestEntry } from './request-log.ts';
export type { BlockedUser, Change, SentMessage } from './world.ts';

/** A running stand-in for graph.facebook.com. */
export interface Simulator {
  /** e.g. `http://127.0.0.1:4000`, to be used as META_GRAPH_URL. */
  readonly url: string;
  readonly port: number;
  readonly control: Control;
  /** Cuts every connection, also hanging ones, and frees the port. May be called twice. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a Graph API stand-in with `block_users` and `messages` of any business number.
 * @throws UsersFileError for a bad users file, ZodError for a bad fault, or the error of listening (port taken).
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = toSettings(options);
  const world = new World(settings);
  const weather = new Weather(settings.requestLogSize);
  const control = new Control(world, weather);
  for (const plan of options.faults ?? []) control.addFault(plan);
  control.setOddities(options.oddities ?? {});
  if (options.usersFile !== undefined) {
    for (const { address, at } of await loadUsersFile(options.usersFile, control.now())) {
      const key = world.people.keyOf(address);
      if (key !== undefined) world.people.noteInbound(key, at);
    }
  }

  const closing = new AbortController();
  const surroundings: Surroundings = { world, weather, closing: closing.signal };
  // Longer than any client keeps a socket: otherwise resets nobody asked for creep in.
  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    serve(surroundings, control, request, response, origin).catch((error: unknown) => fail(response, error));
  });
  const host = options.host ?? '127.0.0.1';
  let origin = 'http://localhost';
  const port = await listen(server, options.port ?? 0, host);
  const close = async (): Promise<void> => {
    closing.abort();
    if (!server.listening) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { url: origin, port, control, close, [Symbol.asyncDispose]: close };
}

async function serve(
  surroundings: Surroundings,
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
): Promise<void> {
  const url = targetOf(request.url ?? '/', origin);
  if (url.pathname.startsWith(CONTROL_PREFIX)) await serveControl(control, request, response, url);
  else await serveGraph(surroundings, request, response, url);
}

/** Only the path and query count: `//host/path` and absolute forms stay ours, whatever they name. */
function targetOf(target: string, origin: string): URL {
  const relative = target.startsWith('/') ? target : `/${target}`;
  return URL.canParse(origin + relative) ? new URL(origin + relative) : new URL(origin);
}

/** A client that broke off needs no answer; anything else is a fault of ours and says so. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  const message = `The simulator failed: ${error instanceof Error ? error.message : String(error)}`;
  response
    .writeHead(500, { 'content-type': 'application/json' })
    .end(JSON.stringify({ error: { message, code: 1 } }));
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('The simulator got no port.'));
    });
  });
}
