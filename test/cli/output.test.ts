import { describe, expect, it } from '@jest/globals';
import { type Column, createStyle, printable, printJson, printTable } from '../../src/cli/output.ts';
import { displayWidth, fit } from '../../src/cli/text-width.ts';
import { terminal } from './terminal.ts';

interface Row {
  name: string;
  count: number;
  note: string;
}
const columns: Column<Row>[] = [
  { title: 'Name', value: ({ name }) => name },
  { title: 'Count', value: ({ count }) => count, align: 'right' },
  { title: 'Note', value: ({ note }) => note },
];
const rows: Row[] = [
  { name: 'Ana', count: 5, note: 'first' },
  { name: '王小明', count: 1200, note: '' },
  { name: 'José', count: 33, note: 'a rather long note' },
];

describe('printTable', () => {
  it('aligns columns on a terminal, also for wide and combined characters', () => {
    const io = terminal({ isTTY: true, env: { NO_COLOR: '1' } });
    printTable(io, columns, rows);
    expect(io.out()).toBe(
      [
        'Name    Count  Note',
        'Ana         5  first',
        '王小明   1200',
        'José       33  a rather long note',
        '',
      ].join('\n'),
    );
  });

  it('cuts a line at the edge of the terminal', () => {
    const io = terminal({ isTTY: true, columns: 20, env: { NO_COLOR: '1' } });
    printTable(io, columns, rows);
    for (const line of io.out().split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(20);
    expect(io.out()).toContain('José       33  a ra…');
  });

  it('prints whole values with tabs where no person watches', () => {
    const io = terminal({ columns: 10 });
    printTable(io, columns, rows.slice(2));
    expect(io.out()).toBe('Name\tCount\tNote\nJosé\t33\ta rather long note\n');
  });

  it('keeps one row one line, whatever a value holds', () => {
    const io = terminal();
    printTable(io, columns, [{ name: 'x\ty\n\u001b[31mz', count: 1, note: '\u202eevil' }]);
    expect(io.out()).toBe('Name\tCount\tNote\nx<09>y<0a><1b>[31mz\t1\t<202e>evil\n');
  });

  it('prints only the titles without rows', () => {
    const io = terminal();
    printTable(io, columns, []);
    expect(io.out()).toBe('Name\tCount\tNote\n');
  });
});

describe('printJson', () => {
  it('prints one line', () => {
    const io = terminal({ isTTY: true });
    printJson(io, { text: 'a\nb', list: [1] });
    expect(io.out()).toBe('{"text":"a\\nb","list":[1]}\n');
  });
});

describe('createStyle', () => {
  it.each([
    ['on a terminal', { isTTY: true, env: {} }, true],
    ['with an empty NO_COLOR', { isTTY: true, env: { NO_COLOR: '' } }, true],
    ['off a terminal', { isTTY: false, env: {} }, false],
    ['with NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }, false],
    ['on a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }, false],
  ])('%s', (_, options, coloured) => {
    expect(createStyle(terminal(options)).red('x')).toBe(coloured ? '\u001b[31mx\u001b[0m' : 'x');
  });
});

describe('printable', () => {
  it.each([
    ['plain text stays', 'Zoë 👍🏽 עברית', 'Zoë 👍🏽 עברית'],
    ['escape sequences show', '\u001b]0;title\u0007', '<1b>]0;title<07>'],
    ['C1 controls show', '\u009b2J', '<9b>2J'],
    ['line breaks show', 'a\r\nb', 'a<0d><0a>b'],
  ])('%s', (_, text, safe) => {
    expect(printable(text)).toBe(safe);
  });
  it('keeps line breaks and tabs when asked, and nothing else', () => {
    expect(printable('a\n\tb\r\u001b', { lines: true })).toBe('a\n\tb<0d><1b>');
  });
});

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['👨‍👩‍👧', 2],
    ['🇧🇷', 2],
    ['ﾊﾝ', 2],
    ['a\u200bb', 2],
  ])('%j takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
  it('fit never splits a character', () => {
    expect(fit('ab👨‍👩‍👧cd', 4)).toBe('ab…');
    expect(fit('abcd', 4)).toBe('abcd');
  });
});
