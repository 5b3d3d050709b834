import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { format } from 'prettier';
import { describe, expect, it } from '@jest/globals';
import { configTable, envExample, withConfigTable } from '../../src/config/docs.ts';
import { readConfig } from '../../src/config/read.ts';
import { VARIABLES, variableNames } from '../../src/config/variables.ts';

/** UPDATE_DOCS=1 npm test -- test/config/docs writes the files instead of comparing them. */
function expectUpToDate(name: string, generate: (current: string) => string): void {
  const path = join(import.meta.dirname, '../..', name);
  const current = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const wanted = generate(current);
  if (process.env.UPDATE_DOCS === '1') writeFileSync(path, wanted);
  else expect(current).toBe(wanted);
}

describe('the configuration docs', () => {
  it('.env.example is what the table of variables generates', () => {
    expectUpToDate('.env.example', envExample);
  });

  it("the README's table is what the table of variables generates", () => {
    expectUpToDate('README.md', withConfigTable);
  });

  it('.env.example parses and asks exactly for what a start needs', () => {
    const open = parseEnv(envExample());
    const needed = variableNames.filter((name) => VARIABLES[name].neededBy.length > 0);
    expect(Object.keys(open).sort()).toEqual(needed.sort());
    const filled = Object.fromEntries(Object.keys(open).map((name) => [name, 'filled-in']));
    expect(readConfig(filled)).toMatchObject({ ok: true, warnings: [] });
  });

  it('the commented defaults are valid and the real ones', () => {
    const uncommented = parseEnv(envExample().replace(/^# ([A-Z_]+=)/gm, '$1'));
    expect(Object.keys(uncommented).sort()).toEqual([...variableNames].sort());
    const secrets = { META_APP_SECRET: 'a', META_VERIFY_TOKEN: 'b', META_ACCESS_TOKEN: 'c' };
    const [spelledOut, empty] = [readConfig({ ...uncommented, ...secrets }), readConfig(secrets)];
    expect(spelledOut).toEqual(empty);
    expect(spelledOut.ok).toBe(true);
  });

  it('every variable has a row of one line', () => {
    const rows = configTable().split('\n').slice(2);
    expect(rows).toHaveLength(variableNames.length);
    for (const row of rows) expect(row.split(' | ').length).toBe(3);
  });

  it('the table is left alone by prettier', async () => {
    const table = `${configTable()}\n`;
    expect(await format(table, { parser: 'markdown', printWidth: 110 })).toBe(table);
  });

  it('a page without marks is refused rather than left alone', () => {
    expect(() => withConfigTable('# Cordon')).toThrow('configuration:start');
  });
});
