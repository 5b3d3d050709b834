import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from '@jest/globals';
import { findCycle, readSourceTree, type Import, type SourceFile } from './helpers/source-tree.ts';

const root = join(import.meta.dirname, '..');
const files = readSourceTree(join(root, 'src'));
/** The table lint uses; plain JavaScript, since lint reads it unbuilt. */
const { rooms, typesOnly, pureRooms } = (await import(join(root, 'eslint.rooms.js'))) as {
  rooms: Record<string, readonly string[]>;
  typesOnly: Record<string, Record<string, readonly string[]>>;
  pureRooms: readonly string[];
};

/** The folder a file of src/ stands in; '' for those beside the rooms. */
const roomOf = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
const isOwn = ({ target }: Import): boolean => target.endsWith('.ts');
const isPure = ({ path }: SourceFile): boolean => pureRooms.includes(roomOf(path));
/** A value of another room which the rooms table does not grant. */
const isForeign = ({ target }: Import, path: string): boolean =>
  roomOf(target) !== roomOf(path) && !(rooms[roomOf(path)] ?? []).includes(roomOf(target));
const edges = (
  of: (file: SourceFile) => boolean,
  wrong: (edge: Import, file: SourceFile) => boolean,
): string[] =>
  files
    .filter(of)
    .flatMap((file) =>
      file.imports.filter((edge) => wrong(edge, file)).map(({ target }) => `${file.path} → ${target}`),
    );
const calling = (pattern: RegExp, allowed: RegExp): string[] =>
  files
    .filter(({ path }) => !allowed.test(path))
    .flatMap(({ path, calls }) =>
      calls.filter((call) => pattern.test(call)).map((call) => `${path}: ${call}`),
    );

describe('the parser of this test', () => {
  it('sees every way to import, and which of them are types', () => {
    const seen = (path: string): Import[] => files.find((file) => file.path === path)?.imports ?? [];
    expect(seen('main.ts')).toContainEqual({ target: 'cli/run.ts', typeOnly: false });
    expect(seen('log.ts')).toContainEqual({ target: 'node:crypto', typeOnly: false });
    expect(seen('store/ledger-store.ts')).toContainEqual({ target: 'ioredis', typeOnly: true });
    expect(seen('conditions/index.ts')).toContainEqual({ target: 'conditions/registry.ts', typeOnly: true });
    for (const { path, imports } of files)
      for (const { target } of imports.filter(isOwn))
        expect({ path, target, exists: existsSync(join(root, 'src', target)) }).toEqual({
          path,
          target,
          exists: true,
        });
  });

  it('finds a cycle, and tells one of types from one of values', () => {
    const file = (path: string, target: string, typeOnly: boolean): SourceFile => ({
      ...{ path, text: '', lines: 1, calls: [], async: false },
      imports: [{ target, typeOnly }],
    });
    const loop = [file('a.ts', 'b.ts', false), file('b.ts', 'c.ts', false), file('c.ts', 'b.ts', true)];
    expect(findCycle(loop, () => true)).toEqual(['b.ts', 'c.ts', 'b.ts']);
    expect(findCycle(loop, ({ typeOnly }) => !typeOnly)).toBeNull();
  });
});

describe('imports', () => {
  it('make no cycle, not even of types', () => {
    expect(findCycle(files, () => true)).toBeNull();
  });

  it('stay inside the rooms table', () => {
    const wrong = edges(
      ({ path }) => roomOf(path) in rooms,
      (edge, { path }) => {
        const from = roomOf(path);
        const to = roomOf(edge.target);
        return isOwn(edge) && to !== from && !(rooms[from] ?? []).includes(to);
      },
    );
    expect(wrong).toEqual([]);
  });

  it('take only types where the table says so', () => {
    const wrong = edges(
      () => true,
      (edge, { path }) => {
        const values = typesOnly[roomOf(path)]?.[roomOf(edge.target)];
        return (
          values !== undefined &&
          !edge.typeOnly &&
          !values.includes(edge.target.split('/').slice(1).join('/'))
        );
      },
    );
    expect(wrong).toEqual([]);
  });

  it('every folder of src/ is a room, cli or demo', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    const unknown = folders
      .map(({ name }) => name)
      .filter((name) => !(name in rooms) && !['cli', 'demo'].includes(name));
    expect(unknown).toEqual([]);
    expect(Object.keys(rooms).filter((room) => !existsSync(join(root, 'src', room)))).toEqual([]);
  });

  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const packages = new Set(
    files
      .flatMap(({ imports }) => imports.filter((edge) => !isOwn(edge)).map(({ target }) => target))
      .filter((name) => !name.startsWith('node:')),
  );

  it('name only packages of package.json', () => {
    expect([...packages].filter((name) => !(name in dependencies))).toEqual([]);
  });

  it('use every dependency of package.json', () => {
    expect(Object.keys(dependencies).filter((name) => !packages.has(name))).toEqual([]);
  });
});

describe('core and conditions', () => {
  it('import no Node module and only packages that compute', () => {
    const computing = ['bad-words', 'libphonenumber-js', 'naughty-words', 're2js', 'tldts', 'zod'];
    expect(edges(isPure, (edge) => !isOwn(edge) && !computing.includes(edge.target))).toEqual([]);
  });

  it('are synchronous, read no clock, roll no dice and print nothing', () => {
    expect(files.filter((file) => isPure(file) && file.async).map(({ path }) => path)).toEqual([]);
    const impure =
      /^(?:Date\.now|new Date|Date|performance\.|Math\.random|crypto\.|console\.|process\.|set(?:Timeout|Interval|Immediate)|fetch|new Promise)/;
    const notPure = new RegExp(`^(?!(?:${pureRooms.join('|')})/)`);
    expect(calling(impure, notPure)).toEqual([]);
  });
});

describe('one owner per concern', () => {
  it('only src/config reads the environment', () => {
    const readers = files.filter(({ text }) =>
      /\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\[|\benv\b[^;]*from 'node:process'/.test(text),
    );
    expect(readers.map(({ path }) => roomOf(path)).filter((room) => room !== 'config')).toEqual([]);
    expect(readers).not.toEqual([]);
  });

  it('only the entry of a process (main.ts) handles signals', () => {
    expect(calling(/^process\.(?:on|once|addListener)$/, /(?:^|\/)main\.ts$/)).toEqual([]);
  });

  it('connections to Redis are made in queue/connections.ts, queues and workers in queue/ and workers/', () => {
    expect(calling(/^new (?:Redis|Cluster)$/, /^queue\/connections\.ts$/)).toEqual([]);
    expect(calling(/^new (?:Queue|Worker|FlowProducer|QueueEvents)$/, /^(?:queue|workers)\//)).toEqual([]);
  });

  it('rooms meet in app*.ts, in commands and in the demo, nowhere else', () => {
    const doingIo = [
      'admin',
      'blocker',
      'queue',
      'redis',
      'simulator',
      'store',
      'webhook',
      'whatsapp',
      'workers',
    ];
    // redis-address.ts answers where Redis is, for app and commands alike; it opens nothing.
    const wiring = /^(?:app(?:-[a-z]+)*\.ts|redis-address\.ts|cli\/.*|demo\/.*)$/;
    const wrong = edges(
      ({ path }) => !wiring.test(path),
      (edge, { path }) => !edge.typeOnly && doingIo.includes(roomOf(edge.target)) && isForeign(edge, path),
    );
    expect(wrong).toEqual([]);
  });
});

describe('a file holds one idea', () => {
  /** Path → why it may be longer. */
  const exceptions: Record<string, string> = {};
  const LONGEST = 200;

  it(`and at most ${LONGEST} lines`, () => {
    const long = files.filter(({ path, lines }) => lines > LONGEST && !(path in exceptions));
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  it('exports no default', () => {
    expect(files.filter(({ text }) => /^export default\b/m.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

describe('lint', () => {
  const watched = new Set([
    'import-x/no-restricted-paths',
    '@typescript-eslint/no-restricted-imports',
    'no-restricted-imports',
    'no-restricted-properties',
    'no-restricted-syntax',
  ]);
  /** The project's own configuration; types are left out, since these rules need none and the files exist only in memory. */
  const eslint = new ESLint({
    cwd: root,
    ruleFilter: ({ ruleId }) => watched.has(ruleId),
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  });
  const refused = async (path: string, code: string): Promise<string[]> => {
    const [result] = await eslint.lintText(code, { filePath: join(root, 'src', path) });
    return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
  };

  it.each([
    ['core/bad.ts', "import { createKeys } from '../store/keys.ts';", 'import-x/no-restricted-paths'],
    ['core/bad.ts', "import type { Logger } from '../log.ts';", 'import-x/no-restricted-paths'],
    ['conditions/bad.ts', "import type { Keys } from '../store/keys.ts';", 'import-x/no-restricted-paths'],
    [
      'webhook/bad.ts',
      "import { CONDITIONS } from '../conditions/index.ts';",
      'import-x/no-restricted-paths',
    ],
    ['store/bad.ts', "export { startApp } from '../app.ts';", 'import-x/no-restricted-paths'],
    [
      'admin/deeper/bad.ts',
      "import { createKeys } from '../../store/keys.ts';",
      'import-x/no-restricted-paths',
    ],
    ['workers/bad.ts', "await import('../blocker/run.ts');", 'import-x/no-restricted-paths'],
    [
      'blocker/bad.ts',
      "import { createBlockApi } from '../whatsapp/block-api.ts';",
      '@typescript-eslint/no-restricted-imports',
    ],
    ['core/bad.ts', "import { readFileSync } from 'node:fs';", 'no-restricted-imports'],
    ['conditions/bad.ts', 'export async function f() {}', 'no-restricted-syntax'],
    ['core/bad.ts', 'export const now = Date.now();', 'no-restricted-syntax'],
    ['store/bad.ts', 'export const home = process.env.HOME;', 'no-restricted-properties'],
  ])(
    'refuses in %s: %s',
    async (path, code, rule) => {
      expect(await refused(path, code)).toEqual([rule]);
    },
    120_000,
  );

  it.each([
    ['conditions/good.ts', "import { judge } from '../core/judge.ts';"],
    ['blocker/good.ts', "import type { BatchAnswer } from '../whatsapp/answers.ts';"],
    ['blocker/good.ts', "import { listAll } from '../whatsapp/list-all.ts';"],
    ['cli/good.ts', "import { createKeys } from '../store/keys.ts';"],
    ['config/good.ts', 'export const home = process.env.HOME;'],
  ])(
    'allows in %s: %s',
    async (path, code) => {
      expect(await refused(path, code)).toEqual([]);
    },
    120_000,
  );
});
