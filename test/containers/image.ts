import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { letIn, readDockerfile, type Stage, type Step } from './dockerfile.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** What is left of a container without an engine: a folder that stands for `/`, and how to start in it. */
export interface Image {
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

/**
 * Builds the Dockerfile's stages in `folder`, each in one of its own: copies exactly what it copies, from what .dockerignore lets in, and runs
 * what it runs. Only `npm ci` is replaced, by what is installed here. Base images are taken to be empty.
 */
export function buildByHand(folder: string): Image {
  const done = new Map<string, StageBuild>();
  let last: StageBuild | undefined;
  for (const stage of readDockerfile()) {
    last = new StageBuild(join(folder, stage.name ?? 'image'), done);
    for (const step of stage.steps) last.take(step);
    if (stage.name !== null) done.set(stage.name, last);
  }
  if (last === undefined) throw new Error('The Dockerfile has no stage.');
  return last;
}

class StageBuild implements Image {
  workdir = '/';
  env: Record<string, string> = {};
  entrypoint: string[] = [];
  command: string[] = [];
  healthcheck: string[] = [];
  readonly root: string;
  private readonly earlier: ReadonlyMap<NonNullable<Stage['name']>, StageBuild>;

  constructor(root: string, earlier: ReadonlyMap<string, StageBuild>) {
    this.root = root;
    this.earlier = earlier;
    mkdirSync(root, { recursive: true });
    chmodSync(root, 0o755);
  }

  take(step: Step): void {
    if (step.kind === 'workdir') {
      this.workdir = step.path;
      mkdirSync(this.here(), { recursive: true });
    } else if (step.kind === 'env') Object.assign(this.env, step.values);
    else if (step.kind === 'copy') this.copy(step);
    else if (step.kind === 'run') this.run(step.command);
    else if (step.kind === 'exec') {
      if (step.keyword === 'ENTRYPOINT') this.entrypoint = step.words;
      else if (step.keyword === 'CMD') this.command = step.words;
      else this.healthcheck = step.words;
    }
  }

  private here(path = '.'): string {
    return join(this.root, resolve(this.workdir, path));
  }

  private copy({ from, sources, to }: Step & { kind: 'copy' }): void {
    for (const source of sources) {
      const target = to.endsWith('/') ? join(this.here(to), basename(source)) : this.here(to);
      cpSync(this.sourceOf(from, source), target, { recursive: true, verbatimSymlinks: true });
    }
  }

  private sourceOf(from: string | null, source: string): string {
    if (from === null) {
      if (!letIn().includes(source)) throw new Error(`.dockerignore keeps ${source} from the builder`);
      return join(project, source);
    }
    const stage = this.earlier.get(from);
    if (stage === undefined) throw new Error(`there is no earlier stage ${from}`);
    return join(stage.root, source);
  }

  private run(command: string): void {
    if (command.startsWith('npm ci --omit=dev ')) {
      copyProductionPackages(this.here());
      return;
    }
    if (command.startsWith('npm ci ')) {
      symlinkSync(join(project, 'node_modules'), this.here('node_modules'));
      return;
    }
    const owned = process.getuid?.() === 0 ? command : command.replace(/ -[og] \d+/g, '');
    const line = owned.replaceAll(/ (\/\w+)/g, (_, path: string) => ` ${join(this.root, path)}`);
    execFileSync('sh', ['-euc', line], { cwd: this.here(), stdio: ['ignore', 'ignore', 'inherit'] });
  }
}

interface Locked {
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
}

/** What `npm ci --omit=dev` would install, going by the lockfile. */
function copyProductionPackages(folder: string): void {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  for (const [path, { dev, devOptional, optional }] of Object.entries(lock.packages)) {
    if (!/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) || dev === true || devOptional === true) continue;
    const source = join(project, path);
    if (optional === true && !existsSync(source)) continue; // made for another platform
    cpSync(source, join(folder, path), { recursive: true });
  }
}
