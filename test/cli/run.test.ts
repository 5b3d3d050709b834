import { describe, expect, it } from '@jest/globals';
import { type Command, defineCommand } from '../../src/cli/command.ts';
import { runCli } from '../../src/cli/run.ts';
import { UserError } from '../../src/errors.ts';
import { terminal } from './terminal.ts';

const lint = defineCommand({
  name: 'rules lint',
  summary: 'Check the rule files',
  usage: '[FILE]',
  operands: { min: 0, max: 1 },
  details: 'Example: cordon rules lint --rules shop/',
  options: {
    rules: { type: 'string', about: 'Folder of the rules', value: 'DIR', default: './rules' },
    strict: { type: 'boolean', about: 'Refuse warnings too' },
  },
  run: ({ values, operands, json }, io) => {
    // Typed by the options above: `rules` is a string, `strict` a boolean.
    const answer: { rules: string; strict: boolean } = values;
    io.stdout.write(JSON.stringify({ ...answer, operands, json }));
    return Promise.resolve(answer.strict ? 1 : 0);
  },
});
const failing = (error: unknown): Command =>
  defineCommand({ name: 'fail', summary: 'Fails', options: {}, run: () => Promise.reject(error as Error) });
const status = defineCommand({ name: 'status', summary: 'Show', options: {}, run: () => Promise.resolve(0) });
const test = defineCommand({
  name: 'rules test',
  summary: 'Try',
  options: {},
  run: () => Promise.resolve(0),
});

async function run(argv: string[], extra: Command[] = []) {
  const io = terminal();
  const code = await runCli(argv, { version: '1.2.3', commands: [status, lint, test, ...extra] }, io);
  return { code, out: io.out(), err: io.err() };
}

describe('runCli', () => {
  it('runs a command of a group with its options, and exits with its answer', async () => {
    expect(await run(['rules', 'lint', 'a.yaml', '--rules=x', '--json'])).toEqual({
      code: 0,
      out: '{"rules":"x","strict":false,"operands":["a.yaml"],"json":true}',
      err: '',
    });
    expect(await run(['rules', 'lint', '--strict'])).toMatchObject({ code: 1, err: '' });
  });

  it.each([[['rules', 'lint', '--help']], [['rules', 'lint', 'x', '-h']], [['help', 'rules', 'lint']]])(
    '%j shows the help of the command on stdout',
    async (argv) => {
      const { code, out, err } = await run(argv);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toBe(`Check the rule files.

Usage: cordon rules lint [FILE] [options]

Options:
  --rules DIR  Folder of the rules (default ./rules)
  --strict     Refuse warnings too
  --json       Print for programs: one JSON document or one JSON object a line
  --help       Show this help

Example: cordon rules lint --rules shop/
`);
    },
  );

  it('does not take --help behind -- for a wish', async () => {
    expect(await run(['rules', 'lint', '--', '--help'])).toMatchObject({ code: 0, err: '' });
    expect((await run(['rules', 'lint', '--', '--help'])).out).toContain('"operands":["--help"]');
  });

  it('lists all commands, or those of a group, when asked', async () => {
    const all = await run(['--help']);
    expect(all).toMatchObject({ code: 0, err: '' });
    expect(all.out).toMatch(/ {2}status +Show\n {2}rules lint +Check the rule files\n {2}rules test +Try\n/);
    const group = await run(['rules', '--help']);
    expect(group).toMatchObject({ code: 0, err: '' });
    expect(group.out).toContain('Usage: cordon rules COMMAND');
    expect(group.out).not.toMatch(/^ {2}status/m);
    expect(await run(['help', 'rules'])).toEqual(group);
  });

  it('lists them on stderr and exits 2 when nothing was asked', async () => {
    expect(await run([])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('rules lint') });
    expect(await run(['rules'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('rules test'),
    });
  });

  it('prints the version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  it.each([
    [['statsu'], 'error: unknown command "statsu"\nDid you mean: cordon status\n'],
    [['rules', 'lnt', 'x'], 'error: unknown command "rules lnt"\nDid you mean: cordon rules lint\n'],
    [['rulse'], 'error: unknown command "rulse"\nDid you mean: cordon rules\n'],
    [['xyzzy', '--help'], 'error: unknown command "xyzzy"\nSee: cordon --help\n'],
    [['rules', 'lint', '--rule', 'x'], 'error: unknown option --rule\nDid you mean --rules?\n'],
    [['status', 'now'], 'error: unexpected argument "now"\nSee: cordon status --help\n'],
    [
      ['--json', 'status'],
      'error: --json is not a command\nWrite the command first, then its options. See: cordon --help\n',
    ],
  ])('refuses %j with exit 2 and a way on', async (argv, err) => {
    expect(await run(argv)).toEqual({ code: 2, out: '', err });
  });

  it('shows a UserError as message and hint, with its exit code and no stack', async () => {
    const no = failing(new UserError('The port is taken', { hint: 'Set PORT.', exitCode: 1 }));
    expect(await run(['fail'], [no])).toEqual({
      code: 1,
      out: '',
      err: 'error: The port is taken\nSet PORT.\n',
    });
    const bare = failing(new UserError('No such file'));
    expect(await run(['fail'], [bare])).toEqual({ code: 2, out: '', err: 'error: No such file\n' });
  });

  it('shows anything else with its stack and asks for a report', async () => {
    const { code, err } = await run(['fail'], [failing(new TypeError('x is undefined'))]);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: something broke inside Cordon.*\nTypeError: x is undefined\n {4}at /);
    expect((await run(['fail'], [failing('text')])).err).toContain('text');
  });

  it('lets nothing in an argument steer the terminal', async () => {
    expect((await run(['\u001b[2Jboo'])).err).toContain('unknown command "<1b>[2Jboo"');
  });
});
