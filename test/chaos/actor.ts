import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { once } from 'node:events';

/** How long a process may take until it serves, under all the trouble there is. */
const PATIENCE_MS = 60_000;

export interface ActorOptions {
  name: string;
  /** Folder and compiled file to run, with its arguments. */
  cwd: string;
  file: string;
  args: readonly string[];
  /** Called with the first line it prints, parsed, at every start. */
  onServing: (hello: unknown) => void;
  now?: () => number;
}

/** One process that is started again whenever it ends, until it is let go. Only processes started here are ever touched. */
export class Actor {
  readonly name: string;
  /** Everything it ever wrote to stderr. */
  readonly stderr: string[] = [];
  /** Ends nobody asked for: exit status or signal. */
  readonly surprises: string[] = [];
  /** From the start of a process to its serving, ms. */
  readonly startMs: number[] = [];
  kills = 0;
  readonly #options: ActorOptions;
  readonly #done: Promise<void>;
  #child: ChildProcess | null = null;
  #wanted = true;
  #killed = false;
  #serving = false;
  #waitMs = 0;
  #waiting: (() => void)[] = [];

  constructor(options: ActorOptions) {
    this.name = options.name;
    this.#options = options;
    // A frozen process would outlive a run that is interrupted.
    process.once('exit', this.#end);
    this.#done = this.#run();
  }

  readonly #end = (): void => void this.#child?.kill('SIGKILL');

  get isServing(): boolean {
    return this.#serving;
  }

  serving(): Promise<void> {
    if (this.#serving) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** SIGKILL, now; another one is started after `pauseMs`. False when there is none. */
  kill9(pauseMs = 0): boolean {
    if (this.#child === null || this.#killed) return false;
    this.#killed = true;
    this.#waitMs = pauseMs;
    this.kills += 1;
    return this.#child.kill('SIGKILL');
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): boolean {
    return this.#child?.kill(name) ?? false;
  }

  /** Asks it to end in order; another one is started. */
  restart(): boolean {
    this.#killed = true;
    return this.#child?.kill('SIGTERM') ?? false;
  }

  async close(): Promise<void> {
    this.#wanted = false;
    this.#killed = true;
    this.#child?.kill('SIGKILL');
    await this.#done;
    process.removeListener('exit', this.#end);
  }

  async #run(): Promise<void> {
    while (this.#wanted) {
      await this.#live();
      if (this.#goesOn() && this.#waitMs > 0)
        await new Promise((resolve) => setTimeout(resolve, this.#waitMs));
    }
  }

  async #live(): Promise<void> {
    const { cwd, file, args, onServing } = this.#options;
    const startedAt = performance.now();
    const child = spawn(process.execPath, [file, ...args], {
      cwd,
      env: { PATH: process.env.PATH ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#killed = false;
    this.#waitMs = 0;
    const late = setTimeout(() => this.surprises.push(`not serving after ${PATIENCE_MS} ms`), PATIENCE_MS);
    createInterface({ input: child.stderr }).on('line', (line) => this.stderr.push(line));
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(late);
      this.startMs.push(performance.now() - startedAt);
      onServing(JSON.parse(line));
      this.#serving = true;
      for (const resolve of this.#waiting.splice(0)) resolve();
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    clearTimeout(late);
    this.#serving = false;
    this.#child = null;
    if (!this.#isDoomed()) this.surprises.push(`ended by itself: ${signal ?? `exit ${code}`}`);
  }

  /** Asked anew after each wait: others change it meanwhile. */
  #goesOn(): boolean {
    return this.#wanted;
  }

  #isDoomed(): boolean {
    return this.#killed;
  }
}
