import { describe, expect, it } from '@jest/globals';
import { choiceOption, integerOption, parseArguments } from '../../src/cli/args.ts';
import { UserError } from '../../src/errors.ts';

const shape = {
  name: 'blocks add',
  usage: 'PHONE…',
  operands: { min: 1, max: 2 },
  options: {
    rules: { type: 'string', about: 'Folder', default: './rules' },
    for: { type: 'string', about: 'Length' },
    force: { type: 'boolean', about: 'Do it' },
    tag: { type: 'string', about: 'Tags', multiple: true },
  },
} as const;
const parse = (...argv: string[]) => parseArguments(shape, argv);
function refusal(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('parseArguments', () => {
  it('fills in what was not given', () => {
    expect(parse('491')).toEqual({
      values: { rules: './rules', for: undefined, force: false, tag: [] },
      operands: ['491'],
      json: false,
    });
  });

  it('takes options in both spellings, anywhere, and repeated ones in order', () => {
    expect(
      parse('--rules', 'a', '491', '--for=1h', '--force', '--tag', 'x', '--tag=y', '--json', '492'),
    ).toEqual({
      values: { rules: 'a', for: '1h', force: true, tag: ['x', 'y'] },
      operands: ['491', '492'],
      json: true,
    });
  });

  it('takes everything after -- as operands', () => {
    expect(parse('--', '--force', '-x')).toMatchObject({
      values: { force: false },
      operands: ['--force', '-x'],
    });
  });

  it('takes - as a value, for standard input', () => {
    expect(parse('1', '--rules', '-').values.rules).toBe('-');
  });

  it('takes a value that starts with a dash when it is attached', () => {
    expect(parse('1', '--for=-5').values.for).toBe('-5');
  });

  it.each([
    [['1', '--forse'], 'unknown option --forse', 'Did you mean --force?'],
    [['1', '--jsno'], 'unknown option --jsno', 'Did you mean --json?'],
    [['1', '--zzzzzz'], 'unknown option --zzzzzz', 'See: cordon blocks add --help'],
    [['1', '-x'], 'unknown option -x', 'See: cordon blocks add --help'],
    [['1', '--__proto__'], 'unknown option --__proto__', 'See: cordon blocks add --help'],
    [['1', '--constructor=1'], 'unknown option --constructor', 'See: cordon blocks add --help'],
    [['1', '--force=yes'], '--force takes no value', 'Write --force alone, or leave it out.'],
    [['1', '--json=1'], '--json takes no value', 'Write --json alone, or leave it out.'],
    [['1', '--for'], '--for needs a value', 'Write --for VALUE or --for=VALUE.'],
    [['1', '--for='], '--for needs a value', 'Write --for VALUE or --for=VALUE.'],
    [['1', '--for', '--json'], '--for needs a value', 'Write --for VALUE or --for=VALUE.'],
    [['1', '2', '3'], 'unexpected argument "3"', 'See: cordon blocks add --help'],
    [[], 'cordon blocks add needs PHONE…', 'See: cordon blocks add --help'],
  ])('refuses %j', (argv, message, hint) => {
    expect(refusal(() => parse(...argv))).toMatchObject({ message, hint, exitCode: 2 });
  });
});

describe('option values', () => {
  it.each(['0', '80', '65535'])('integerOption takes %s', (text) => {
    expect(integerOption(text, 'port', { min: 0, max: 65_535 })).toBe(Number(text));
  });
  it.each(['', '-1', '65536', '8o', '1e3', ' 1', '99999999999999999999'])(
    'integerOption refuses "%s"',
    (text) => {
      expect(refusal(() => integerOption(text, 'port', { min: 0, max: 65_535 })).message).toBe(
        `--port ${text} is not a whole number from 0 to 65535`,
      );
    },
  );
  it('choiceOption takes a choice and names them all otherwise', () => {
    expect(choiceOption('worker', 'role', ['all', 'worker'])).toBe('worker');
    expect(refusal(() => choiceOption('boss', 'role', ['all', 'worker'])).message).toBe(
      '--role boss is not one of all, worker',
    );
  });
});
