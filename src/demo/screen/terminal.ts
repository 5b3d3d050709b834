type Paint = (text: string) => string;

/** What a screen needs of a terminal. */
export interface Terminal {
  write: (text: string) => void;
  /** Whether lines may be redrawn: a person watches, and the terminal can do it. */
  live: boolean;
  columns: () => number;
  style: Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', Paint>;
  /** Cuts a text where it would pass `columns`. */
  fit: (text: string, columns: number) => string;
  width: (text: string) => number;
  /** Makes somebody else's text safe to print. */
  printable: (text: string) => string;
}

const ERASE = '\r\u001b[2K';

/** Lines that scroll by, above one line that stays. Where lines cannot be redrawn, there is no such line. */
export interface Page {
  print: (line: string) => void;
  /** Replaces the line that stays. */
  keep: (line: string) => void;
  end: () => void;
}

export function createPage(terminal: Terminal): Page {
  let kept = '';
  return {
    print(line) {
      terminal.write(terminal.live ? `${ERASE}${line}\n${kept}` : `${line}\n`);
    },
    keep(line) {
      if (!terminal.live || line === kept) return;
      kept = line;
      terminal.write(`${ERASE}${kept}`);
    },
    end() {
      if (terminal.live && kept !== '') terminal.write(ERASE);
      kept = '';
    },
  };
}

/** As many of the parts as the terminal is wide. */
export function lineOfCounts(parts: readonly { text: string; paint: Paint }[], terminal: Terminal): string {
  let room = terminal.columns() - 2;
  const shown: string[] = [];
  for (const { text, paint } of parts) {
    room -= terminal.width(text) + 3;
    if (room < 0) break;
    shown.push(paint(text));
  }
  return ` ${shown.join(terminal.style.dim(' · '))}`;
}
