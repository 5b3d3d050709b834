import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '../src/admin/metrics.ts';
import { parseArguments } from '../src/cli/args.ts';
import type { Command } from '../src/cli/command.ts';
import { variableNames } from '../src/config/variables.ts';
import { STATUSES } from '../src/core/ledger/next-action.ts';
import { MemoryState } from '../src/core/state/memory.ts';
import { SEEN_MAX } from '../src/core/state/sender-state.ts';
import { conditionsTable } from '../src/ruleset/docs.ts';
import { lintRules } from '../src/ruleset/lint.ts';
import { loadRuleset } from '../src/ruleset/load.ts';
import { formatProblem } from '../src/ruleset/problem.ts';
import { testRules } from './helpers/test-rules.ts';
import { testFolder } from '../src/stories/test-folder.ts';
import { faultSchema } from '../src/simulator/faults.ts';
import { NO_ODDITIES } from '../src/simulator/oddities.ts';
import * as keyBounds from '../src/store/keys.ts';
import { split } from '../src/webhook/split.ts';
import { moderate, type ModerateEvents } from '../src/workers/moderate.ts';
import { expectGenerated } from './helpers/generated-docs.ts';
import { tempFolder } from './helpers/temp-folder.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'rules/README.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
].filter((path) => path.endsWith('.md') && existsSync(join(root, path)));
const everything = pages.map(read).join('\n');
const inPages = <T>(find: (text: string, page: string) => T[]): T[] =>
  pages.flatMap((page) => find(read(page), page));

/** The contents of a page's code blocks in one language. */
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(
    ([, body = '']) => body,
  );
const spans = (text: string): string[] =>
  [...text.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, body = '']) => body);
/** A command line as a shell would split it, `'quotes'` and all. */
const words = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
/** First cells of the table rows that name something in backticks. */
const rowNames = (text: string): string[] =>
  [...text.matchAll(/^\| `([^`|]+)` *\|/gm)].map(([, name = '']) => name);
/** A heading and what is below it. */
const section = (text: string, heading: string): string =>
  text.split(/^(?=##+ )/m).find((part) => part.includes(`# ${heading}\n`)) ?? '';

/** The commands main.ts registers. */
const commands: Command[] = [];
for (const [, file = ''] of read('src/main.ts').matchAll(/'\.\/(cli\/commands\/[\w-]+\.ts)'/g)) {
  const exported = (await import(join(root, 'src', file))) as Record<string, unknown>;
  for (const [name, value] of Object.entries(exported)) {
    if (!name.endsWith('Command')) continue;
    const made = value as Command | ((stop: AbortSignal) => Command);
    commands.push(typeof made === 'function' ? made(new AbortController().signal) : made);
  }
}

describe('what the pages tell people to type', () => {
  const lines = inPages((text) => [
    ...[...blocks(text, 'sh'), ...blocks(text, '')].flatMap((block) =>
      block.replaceAll('\\\n', ' ').split('\n'),
    ),
    ...spans(text),
  ])
    .flatMap((line) => line.split('&&'))
    .map((line) =>
      line
        .replace(/ #.*/, '')
        .trim()
        .replace(/^(?:[A-Z_]+=\S* +)+/, ''),
    );
  const typed = (start: RegExp): string[][] =>
    [...new Set(lines)].filter((line) => start.test(line)).map((line) => words(line.replace(start, '')));

  it('npm scripts exist, and so do the test folders named to them', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [
      ...typed(/^npm run (?:--silent )?(?=\w)/).map(([script]) => script),
      ...typed(/^npm (?=(?:test|start)\b)/).map(([script]) => script),
    ];
    expect(named).toEqual(expect.arrayContaining(['demo', 'test', 'start', 'lint']));
    expect(named.filter((script) => script === undefined || !(script in scripts))).toEqual([]);
    const paths = typed(/^npm test -- /).flat();
    expect(paths).not.toEqual([]);
    for (const path of paths)
      expect({
        path,
        found: ['', '.ts', '.test.ts'].some((end) => existsSync(join(root, path + end))),
      }).toEqual({ path, found: true });
  });

  it('the tests that write generated pages are all named where that is told', () => {
    const [, named = ''] = /`UPDATE_DOCS=1 npm test -- ([^`]+)`/.exec(read('CONTRIBUTING.md')) ?? [];
    const paths = named.split(' ');
    const writers = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
      .map((path) => `test/${path}`)
      .filter((path) => path.endsWith('.test.ts') && /expectGenerated\(|env\.UPDATE_DOCS/.test(read(path)));
    expect(writers.length).toBeGreaterThan(4);
    expect(writers.filter((path) => !paths.some((start) => path.startsWith(start)))).toEqual([]);
    expect(paths.filter((start) => !writers.some((path) => path.startsWith(start)))).toEqual([]);
  });

  it('cordon commands parse, options and all', () => {
    const calls = typed(/^(?:npx )?cordon (?=[a-z])/).filter(([name]) => name !== 'COMMAND');
    expect(calls.length).toBeGreaterThan(6);
    for (const call of calls) {
      const command = commands.find(({ name }) => name === call.slice(0, name.split(' ').length).join(' '));
      expect({ call, known: command !== undefined }).toEqual({ call, known: true });
      if (command !== undefined) parseArguments(command, call.slice(command.name.split(' ').length));
    }
  });

  it('no command is left out', () => {
    expect(commands.map(({ name }) => name)).toContain('rules lint');
    expect(commands.map(({ name }) => name).filter((name) => !everything.includes(`cordon ${name}`))).toEqual(
      [],
    );
  });

  it('variables are spelled as they are read', () => {
    const named = [
      ...everything.matchAll(/\b(?:META|CORDON|ADMIN|QUEUE|BLOCK|SENDER|REDIS|RULES|DATA|KEY)_[A-Z_]+\b/g),
    ].map(([name]) => name.replace(/_FILE$/, ''));
    const known: readonly string[] = variableNames;
    expect([...new Set(named)].filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('links', () => {
  const slug = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-');
  const anchors = (page: string): string[] =>
    [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => slug(heading));

  it('lead to pages and headings that exist', () => {
    const broken = inPages((text, page) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].flatMap(
        ([link, path = '', anchor]) => {
          const target = path === '' ? join(root, page) : join(root, dirname(page), path);
          const found = existsSync(target) && (anchor === undefined || anchors(target).includes(anchor));
          return found ? [] : [`${page}: ${link}`];
        },
      ),
    );
    expect(broken).toEqual([]);
    expect(read('README.md')).toMatch(/\]\(docs\/architecture\.md#/);
  });

  it('source files that are named exist', () => {
    const named = inPages((text) => spans(text).filter((span) => /^[\w./-]*\.(?:ts|lua|js)$/.test(span)));
    expect(named).not.toEqual([]);
    expect(
      [...new Set(named)].filter(
        (path) => !['', 'src', 'docs'].some((base) => existsSync(join(root, base, path))),
      ),
    ).toEqual([]);
  });
});

describe('rules on the pages', () => {
  // Recipes are tried where their files are put together.
  const written = inPages((text, page) =>
    page === 'docs/recipes.md'
      ? []
      : blocks(text, 'yaml').map((yaml, index) => [`${page} ${index + 1}`, yaml] as const),
  );
  const isStories = ([, yaml]: readonly [string, string]): boolean => yaml.startsWith('stories:');

  it.each(written.filter(isStories))('%s: these stories hold with the shipped rules', async (_name, yaml) => {
    using folder = tempFolder();
    cpSync(join(root, 'rules'), folder.path, { recursive: true });
    writeFileSync(join(folder.path, 'page.story.yaml'), yaml);
    const { status, problems, stories } = await testFolder(folder.path, { only: 'page.story.yaml' });
    expect(problems.map(formatProblem)).toEqual([]);
    expect([status, stories.passed > 0]).toEqual(['passed', true]);
  });

  it.each(written.filter((one) => !isStories(one)))(
    '%s lints clean and passes its own tests',
    async (_name, yaml) => {
      using folder = tempFolder();
      cpSync(join(root, 'rules/lists'), join(folder.path, 'lists'), { recursive: true });
      const isPolicy = /^(?:actions|protect|trust|brake|audit|numbers):/m.test(yaml);
      // What changes shipped rules is tried beside them.
      if (/^(?:overrides|packs):/m.test(yaml))
        for (const name of readdirSync(join(root, 'rules')).filter((one) => one.endsWith('.yaml')))
          cpSync(join(root, 'rules', name), join(folder.path, name));
      writeFileSync(join(folder.path, isPolicy ? 'policy.yaml' : 'page.yaml'), yaml);
      const { problems } = await lintRules(folder.path);
      expect(problems.filter(({ file }) => file.endsWith('.yaml')).map(formatProblem)).toEqual([]);
      const { problems: failures, passed } = await testRules(folder.path);
      expect(failures.map(formatProblem)).toEqual([]);
      expect(passed > 0 || isPolicy).toBe(true);
    },
  );

  it('there are some, also of the policy', () => {
    expect(written.length).toBeGreaterThanOrEqual(4);
    expect(written.filter(([, yaml]) => yaml.startsWith('actions:'))).not.toEqual([]);
  });
});

describe('the message of the README', () => {
  it('earns its sender a cooldown by the shipped rules', async () => {
    const [, json = ''] = /cat > message\.json <<END\n([\s\S]*?)\nEND\n/.exec(read('README.md')) ?? [];
    const now = Date.now();
    const { envelopesByNumber } = split(
      JSON.parse(json.replace('$(date +%s)', String(Math.floor(now / 1000)))),
      null,
    );
    const loaded = await loadRuleset(join(root, 'rules'));
    if (!loaded.ok) throw new Error('The shipped rules do not load.');
    const decided: string[] = [];
    const nothing = (): void => undefined;
    const events: ModerateEvents = {
      decided: ({ decision }) => decided.push(decision.action),
      ...{
        late: nothing,
        repeated: nothing,
        skipped: nothing,
        buried: nothing,
        flushFailed: nothing,
        campaign: nothing,
        ruleFailed: nothing,
        chunkDone: nothing,
        held: nothing,
      },
    };
    const state = new MemoryState();
    for (const chunk of envelopesByNumber) {
      await moderate(
        { ...chunk, receivedAt: now },
        {
          store: {
            messageKey: (id) => id,
            observe: (_number, observations, _now, plan) =>
              Promise.resolve(state.observe(observations, now, plan)),
            record: (_number, verdicts) => Promise.resolve(state.record(verdicts)),
          },
          ruleset: () => loaded.ruleset,
          mode: 'monitor',
          requestFlush: () => Promise.resolve(),
          requestWarnings: () => Promise.resolve(),
          bury: (_chunk, error) => Promise.reject(new Error('buried', { cause: error })),
          isTransient: () => false,
          now: () => now,
          events,
        },
      );
    }
    expect(decided).toEqual(['cooldown']);
  });
});

describe('lists on the pages are those of the code', () => {
  it('conditions', async () => {
    await expectGenerated(join(root, 'docs/rules.md'), 'conditions', conditionsTable());
  });

  it('metrics', async () => {
    const { body } = await createMetrics().render();
    const rows = [...body.matchAll(/^# HELP (cordon_\w+) (.*)$/gm)].map(
      ([, name = '', help = '']) => `| \`${name}\` | ${help} |`,
    );
    expect(rows.length).toBeGreaterThan(5);
    await expectGenerated(
      join(root, 'README.md'),
      'metrics',
      ['| Metric | Counts |', '| --- | --- |', ...rows].join('\n'),
    );
  });

  it('Redis keys, and every key a script or store writes is among them', async () => {
    const values = Object.entries(keyBounds).flatMap(([name, value]) =>
      typeof value === 'number' ? [{ name, value }] : [],
    );
    const filledIn = (row: string): string =>
      values.reduce((text, { name, value }) => text.replaceAll(name, value.toLocaleString('en-US')), row);
    const table = [...read('src/store/keys.ts').matchAll(/^ \* (\|.*\|)$/gm)].map(([, row = '']) => row);
    await expectGenerated(join(root, 'docs/architecture.md'), 'keys', table.map(filledIn).join('\n'));
    const named = table.flatMap((row) => /`:(\w+)/.exec(row)?.[1] ?? []);
    const store = readdirSync(join(root, 'src/store'))
      .map((name) => read(`src/store/${name}`))
      .join('\n');
    const uses =
      /(?:base|KEYS\[1\]) \.\. ':(\w+)|(?:\{base\}|keys\.base\(\w+\)\}):(\w+)|key\(phoneNumberId, '(\w+)'/g;
    const used = [...store.matchAll(uses)].map((match) => match.slice(1).join(''));
    expect([...new Set(used)].sort()).toEqual([...new Set(named)].sort());
    const keys = Object.values(keyBounds.createKeys('KEY_PREFIX')).filter((key) => typeof key === 'string');
    const page = read('docs/architecture.md');
    expect(keys.filter((key) => !page.includes(`\`${key}\``))).toEqual([]);
  });

  it('rooms and what they may import', async () => {
    const { rooms } = (await import(join(root, 'eslint.rooms.js'))) as { rooms: Record<string, string[]> };
    const rows = [
      ...section(read('docs/architecture.md'), 'The rooms').matchAll(/^\| `(\w+)` *\|[^|]*\|([^|]*)\|/gm),
    ];
    const told = Object.fromEntries(rows.map(([, room = '', imports = '']) => [room, spans(imports)]));
    expect(told).toEqual(rooms);
  });

  it('ledger words', () => {
    const passing = ['none', 'blocking', 'lifting'];
    const told = rowNames(section(read('README.md'), 'Operate')).filter(
      (name) => !name.startsWith('cordon_'),
    );
    expect(told.sort()).toEqual(STATUSES.filter((status) => !passing.includes(status)).sort());
  });

  it("the simulator's calls, faults and oddities", () => {
    const page = read('docs/simulator.md');
    const routes = [
      ...read('src/simulator/control-http.ts').matchAll(/^ {2}'((?:GET|POST|DELETE) \w+)':/gm),
    ].map(([, route = '']) => route);
    expect(rowNames(section(page, 'Control'))).toEqual(routes);
    expect(rowNames(section(page, 'Faults')).filter((name) => name !== 'kind')).toEqual(
      faultSchema.options.map(({ shape }) => shape.kind.value),
    );
    expect(rowNames(section(page, 'Oddities'))).toEqual(Object.keys(NO_ODDITIES));
  });

  it('bounds', () => {
    for (const bound of [keyBounds.AUDIT_MAX, keyBounds.DEAD_MAX, SEEN_MAX])
      expect(read('README.md')).toContain(bound.toLocaleString('en-US'));
  });
});

describe('the pages', () => {
  it('name no folder of the machine they were written on', () => {
    expect(everything).not.toMatch(/\/work\/|\bshared\/|\/root\//);
  });
});
