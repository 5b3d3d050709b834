import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
  pid: number;
  group: number;
  /** The program's file name, possibly shortened. */
  name: string;
  /** Stopped by a signal (SIGSTOP, a debugger). */
  frozen: boolean;
  /** When it started, in the system's own words; with the pid it names a process for good. */
  started: string;
}

/** The live process of that number; null when there is none or it only waits to be reaped. */
export function readProcess(pid: number): ProcessEntry | null {
  if (process.platform === 'linux') return readProcEntry(pid);
  return listByPs(['-p', String(pid)])[0] ?? null;
}

/** All live processes of a process group. */
export function groupMembers(group: number): ProcessEntry[] {
  const all =
    process.platform === 'linux'
      ? readdirSync('/proc').flatMap((name) =>
          /^\d+$/.test(name) ? (readProcEntry(Number(name)) ?? []) : [],
        )
      : listByPs(['-A']);
  return all.filter((entry) => entry.group === group);
}

/** Names a process over pid reuse and reboots, e.g. `4711@81234567`; null when it does not live. */
export function identify(pid: number): string | null {
  const entry = readProcess(pid);
  return entry === null ? null : `${pid}@${entry.started}`;
}

function readProcEntry(pid: number): ProcessEntry | null {
  try {
    const entry = parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return entry === null ? null : { ...entry, started: `${entry.started}.${bootId()}` };
  } catch {
    return null; // it ended
  }
}

/** One line of /proc/<pid>/stat; the name stands in parentheses and may itself hold any. Null for zombies. */
export function parseProcStat(line: string): ProcessEntry | null {
  const close = line.lastIndexOf(')');
  const open = line.indexOf('(');
  if (open < 0 || close < open) return null;
  const [state = '', , group = '', ...rest] = line.slice(close + 2).split(' ');
  const started = rest[16]; // field 22 of proc(5)
  if (started === undefined || ['Z', 'X', 'x'].includes(state)) return null;
  return {
    pid: Number.parseInt(line, 10),
    group: Number(group),
    name: line.slice(open + 1, close),
    frozen: state === 'T' || state === 't',
    started,
  };
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  } catch {
    return '';
  }
}

function listByPs(selection: string[]): ProcessEntry[] {
  const columns = ['-o', 'pid=', '-o', 'pgid=', '-o', 'stat=', '-o', 'lstart=', '-o', 'comm='];
  try {
    const text = execFileSync('ps', [...selection, ...columns], {
      encoding: 'utf8',
      env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text.split('\n').flatMap((line) => parsePsLine(line) ?? []);
  } catch {
    return []; // ps fails when the process is not there
  }
}

/** One line of `ps -o pid=,pgid=,stat=,lstart=,comm=`. Null for zombies. */
export function parsePsLine(line: string): ProcessEntry | null {
  const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.+?)\s*$/.exec(line);
  if (match === null) return null;
  const [, pid = '', group = '', state = '', started = '', command = ''] = match;
  if (state.startsWith('Z')) return null;
  return {
    pid: Number(pid),
    group: Number(group),
    name: command.slice(command.lastIndexOf('/') + 1),
    frozen: state.startsWith('T'),
    started: started.replace(/\W+/g, '-'),
  };
}
