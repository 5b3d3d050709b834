import type { Io } from './io.ts';
import { displayWidth, fit } from './text-width.ts';

export interface Column<Row> {
  title: string;
  value: (row: Row) => string | number;
  /** Numbers read better on the right. @default 'left' */
  align?: 'left' | 'right';
}

const GAP = '  ';

/**
 * On a terminal: aligned columns, the last one cut at the edge. Elsewhere: values separated by tabs, whole, the titles first.
 */
export function printTable<Row>(io: Io, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  const titles = columns.map(({ title }) => title);
  const cells = rows.map((row) => columns.map(({ value }) => printable(String(value(row)))));
  if (!io.isTTY) {
    for (const line of [titles, ...cells]) io.stdout.write(`${line.join('\t')}\n`);
    return;
  }
  const style = createStyle(io);
  const widths = titles.map((title, index) =>
    Math.max(displayWidth(title), ...cells.map((line) => displayWidth(line[index] ?? ''))),
  );
  const lay = (line: readonly string[]): string => {
    const padded = line.map((cell, index) => {
      const space = ' '.repeat(Math.max(0, (widths[index] ?? 0) - displayWidth(cell)));
      return columns[index]?.align === 'right' ? space + cell : cell + space;
    });
    const text = padded.join(GAP).trimEnd();
    return io.columns === undefined ? text : fit(text, io.columns);
  };
  io.stdout.write(`${style.dim(lay(titles))}\n`);
  for (const line of cells) io.stdout.write(`${lay(line)}\n`);
}

/** One JSON value on a line of its own. */
export function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value)}\n`);
}

const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;
export type Style = Record<keyof typeof STYLES, (text: string) => string>;

/** Colour for people only: on a terminal, and unless NO_COLOR is set or the terminal is dumb. */
export function createStyle(io: Io): Style {
  const { NO_COLOR = '', TERM = '' } = io.env;
  const on = io.isTTY && NO_COLOR === '' && TERM !== 'dumb';
  const paint = (code: number) => (text: string) => (on ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    bold: paint(STYLES.bold),
    dim: paint(STYLES.dim),
    red: paint(STYLES.red),
    green: paint(STYLES.green),
    yellow: paint(STYLES.yellow),
    cyan: paint(STYLES.cyan),
  };
}

/** Control and direction characters, by which a sender's text could repaint the screen or turn a line around. */
const STEERING = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Somebody else's text, safe to print: steering characters appear as their code. `lines` keeps line breaks and tabs. */
export function printable(text: string, { lines = false } = {}): string {
  return text.replace(STEERING, (character) =>
    lines && (character === '\n' || character === '\t')
      ? character
      : `<${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}>`,
  );
}
