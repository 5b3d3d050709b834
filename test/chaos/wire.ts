import { HttpSight } from './http-sight.ts';
import type { Passing, Watcher } from './proxy.ts';

/** A call that named people, as it went over the wire. */
export interface NamedCall {
  at: number;
  verb: string;
  number: string;
  /** As the call names them: `+digits` or a BSUID. */
  users: readonly string[];
}

/** Reads along between workers and Meta, all the time: who was named, whatever became of the call. */
export class Wire {
  readonly calls: NamedCall[] = [];
  gets = 0;

  watcher(worker: string): Watcher {
    const sights = new Map<string, HttpSight>();
    return ({ link, asked, bytes }: Passing) => {
      if (!asked) return 'pass';
      const key = `${worker} ${link}`;
      const sight = sights.get(key) ?? new HttpSight();
      sights.set(key, sight);
      for (const { verb, path, body } of sight.take(bytes)) {
        if (verb === 'GET') this.gets += 1;
        else this.calls.push({ at: Date.now(), verb, number: numberOf(path), users: usersOf(body) });
      }
      return 'pass';
    };
  }
}

const numberOf = (path: string): string => /\/(\d{6,})\//.exec(path)?.[1] ?? '';

function usersOf(body: string): string[] {
  const { block_users: rows = [] } = JSON.parse(body) as { block_users?: Record<string, string>[] };
  return rows.map((row) => row.user ?? row.user_id ?? '');
}
