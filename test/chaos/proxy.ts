import { connect, createServer, type NetConnectOpts, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** What passes on one connection: `asked` is on its way to the target. */
export interface Passing {
  link: number;
  asked: boolean;
  bytes: Buffer;
}
/** Sees bytes before they go on; `drop` keeps them from going on. */
export type Watcher = (passing: Passing) => 'pass' | 'drop';

interface Link {
  id: number;
  near: Socket;
  far: Socket;
  /** When the last bytes of each direction are to go on. */
  dueAt: { asked: number; answered: number };
}

/** A TCP proxy on loopback before one target, which can cut, mute and slow what passes. */
export class Proxy {
  readonly #server: Server;
  readonly #links = new Map<number, Link>();
  /** Every socket that is open, also those of links that are ending. */
  readonly #sockets = new Set<Socket>();
  readonly #watchers = new Set<Watcher>();
  #target: NetConnectOpts | null;
  #next = 0;
  #delayMs = 0;
  #refusing = false;

  private constructor(server: Server, target: NetConnectOpts | null) {
    this.#server = server;
    this.#target = target;
    server.on('connection', (near) => this.#accept(near));
  }

  static async open(target: NetConnectOpts | null): Promise<Proxy> {
    const proxy = new Proxy(createServer(), target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy is closed');
    return address.port;
  }

  /** Where new connections go; null = nobody listens. */
  aim(target: NetConnectOpts | null): void {
    this.#target = target;
  }

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Resets every connection, or a share of them; answers how many. */
  cut(chosen: () => boolean = () => true): number {
    const links = [...this.#links.values()].filter(chosen);
    for (const link of links) this.#reset(link);
    return links.length;
  }

  /** Nothing passes on the connections there are, which stay open: half-open. Ends with `unmute`. */
  mute(): number {
    for (const { near, far } of this.#links.values()) for (const end of [near, far]) end.pause();
    return this.#links.size;
  }

  /** What was held back goes on now. */
  unmute(): void {
    for (const { near, far } of this.#links.values()) for (const end of [near, far]) end.resume();
  }

  slow(delayMs: number): number {
    this.#delayMs = delayMs;
    return this.#links.size;
  }

  /** New connections are closed at once. */
  refuse(refusing: boolean): void {
    this.#refusing = refusing;
  }

  heal(): void {
    this.slow(0);
    this.refuse(false);
    this.unmute();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(near: Socket): void {
    near.on('error', () => undefined);
    if (this.#target === null || this.#refusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.#target);
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    const link: Link = { id: this.#next, near, far, dueAt: { asked: 0, answered: 0 } };
    this.#next += 1;
    this.#links.set(link.id, link);
    far.on('error', () => this.#reset(link));
    near.on('data', (bytes) => this.#pass(link, true, bytes)).on('close', () => this.#end(link, far));
    far.on('data', (bytes) => this.#pass(link, false, bytes)).on('close', () => this.#end(link, near));
  }

  #pass(link: Link, asked: boolean, bytes: Buffer): void {
    for (const watcher of this.#watchers)
      if (watcher({ link: link.id, asked, bytes }) === 'drop') {
        this.#reset(link);
        return;
      }
    const way = asked ? 'asked' : 'answered';
    const to = asked ? link.far : link.near;
    const now = performance.now();
    // Bytes keep their order, also when the delay ends.
    const dueAt = Math.max(link.dueAt[way], this.#delayMs === 0 ? 0 : now + this.#delayMs);
    if (dueAt <= now) return void to.write(bytes);
    link.dueAt[way] = dueAt;
    setTimeout(() => to.write(bytes), dueAt - now);
  }

  /** One side closed: what is still delayed goes on first. */
  #end(link: Link, other: Socket): void {
    const waitMs = Math.max(link.dueAt.asked, link.dueAt.answered) - performance.now();
    setTimeout(
      () => {
        this.#links.delete(link.id);
        // A muted one would never see its own end.
        other.end().resume();
      },
      Math.max(0, waitMs),
    );
  }

  #reset(link: Link): void {
    this.#links.delete(link.id);
    if (!link.near.destroyed) link.near.resetAndDestroy();
    // The target may be a Unix socket, which knows no reset.
    link.far.destroy();
  }
}
