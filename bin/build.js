/** Compiles src/ to dist/: `node bin/build.js`. `ensureBuilt` does so for bin/cordon.js, only when it is needed. */
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');
const dist = join(root, 'dist');
const project = join(root, 'tsconfig.build.json');
const STAMP = '.built';

/** Builds where dist/ is missing or older than src/. Answers the URL of the program to import. */
export async function ensureBuilt() {
  const entry = pathToFileURL(join(dist, 'main.js')).href;
  const built = existsSync(join(dist, 'main.js'));
  if (existsSync(src) && !(built && stampOf(dist) === fingerprint())) {
    const compiler = findCompiler();
    if (compiler !== null) {
      if (process.stderr.isTTY) process.stderr.write('building…\n');
      await build(compiler, { onlyWhenStale: true });
      return entry;
    }
  }
  if (built) return entry; // an installed package: dist/ without sources or without a compiler
  throw new Error('dist/ is missing and TypeScript is not installed; run: npm ci --include=dev');
}

/**
 * Compiles into a folder of its own and then swaps it in, so that a failed or concurrent build never leaves a mixture.
 */
export async function build(compiler = findCompiler(), { onlyWhenStale = false } = {}) {
  if (compiler === null) throw new Error('TypeScript is not installed; run: npm ci --include=dev');
  const stamp = fingerprint(); // before compiling: an edit made meanwhile must show as stale
  const fresh = `${dist}.new-${process.pid}`;
  try {
    await compile(compiler, fresh);
    copyAssets(fresh);
    writeFileSync(join(fresh, STAMP), stamp);
    if (onlyWhenStale && stampOf(dist) === stamp) return; // another one was faster, and may be running from it
    swapIn(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve('typescript/bin/tsc');
  } catch {
    return null;
  }
}

async function compile(compiler, outDir) {
  const args = [compiler, '-p', project, '--outDir', outDir, '--noEmitOnError', '--pretty', 'false'];
  args.push('--incremental', 'false', '--tsBuildInfoFile', 'null'); // its notes would describe another folder
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`src/ does not compile:\n${output.trimEnd()}`);
}

/** Everything beside TypeScript (Lua, pages) is needed next to the code that reads it. */
function copyAssets(outDir) {
  cpSync(src, outDir, {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || !path.endsWith('.ts'),
  });
}

function swapIn(fresh) {
  const old = `${dist}.old-${process.pid}`;
  for (let tries = 1; ; tries += 1) {
    try {
      if (existsSync(dist)) renameSync(dist, old);
      renameSync(fresh, dist);
      break;
    } catch (error) {
      // another build moved dist/ between our two steps
      const lostRace = ['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code);
      if (!lostRace || tries === 50) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

/** Says whether a source changed, came or went, without reading any. */
function fingerprint() {
  const files = readdirSync(src, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const newest = Math.max(...[project, ...paths].map((path) => statSync(path).mtimeMs));
  return `${paths.length} files, newest ${newest}`;
}

function stampOf(folder) {
  try {
    return readFileSync(join(folder, STAMP), 'utf8');
  } catch {
    return null;
  }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  build().catch((error) => {
    process.stderr.write(`build: ${error.message}\n`);
    process.exitCode = 1;
  });
}
