import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { envExample } from '../../src/config/docs.ts';
import { editEnv, EnvEditError } from '../../src/config/env-edit.ts';

const edit = (text: string, changes: Record<string, string | null>): string =>
  editEnv(text, new Map(Object.entries(changes)));

describe('editing a .env', () => {
  it('fills in a template where the variables stand, open or commented out', () => {
    const text = edit(envExample(), { META_ACCESS_TOKEN: 'EAAtoken', CORDON_MODE: 'enforce' });
    const changed = text.split('\n').filter((line, index) => line !== envExample().split('\n')[index]);
    expect(changed).toEqual(['META_ACCESS_TOKEN=EAAtoken', 'CORDON_MODE=enforce']);
  });

  it.each([
    ['replaces a value', 'A=1\nB=2\n', { A: '3' }, 'A=3\nB=2\n'],
    [
      'keeps comments and everything else',
      '# mine\nexport A=1 # one\n\nB="x y"\n',
      { A: '3' },
      '# mine\nA=3\n\nB="x y"\n',
    ],
    ['leaves one of two assignments', 'A=1\nA=2\n', { A: '3' }, 'A=3\n'],
    ['adds what is not there', 'A=1', { B: '2' }, 'A=1\nB=2\n'],
    ['unsets', 'A=1\nB=2\n', { A: null }, '# A=\nB=2\n'],
    ['swaps a secret for its file', 'A=1\n', { A: null, A_FILE: '/run/a b' }, '# A=\nA_FILE=/run/a b\n'],
    ['starts from nothing', '', { A: '1' }, 'A=1\n'],
  ])('%s', (_what, text, changes, expected) => {
    expect(edit(text, changes)).toBe(expected);
  });

  it.each([
    'a#b',
    "it's",
    '"both" and \'other\'',
    ' spaced ',
    'back\\nslash',
    '$HOME',
    '`tick`',
    '',
    'a=b',
    '#',
  ])('writes %j so that it reads back the same', (value) => {
    expect(parseEnv(edit('A=old\nB=2\n', { A: value }))).toEqual({ A: value, B: '2' });
  });

  it('refuses a value that no quoting can hold', () => {
    expect(() => edit('', { A: `x'y"z\`w #v` })).toThrow(EnvEditError);
  });

  it('refuses a file in which a line of a longer value looks like the variable', () => {
    expect(() => edit('B="one\nA=2\nthree"\n', { A: '3' })).toThrow(/cannot be edited safely, near A, B/);
  });
});
