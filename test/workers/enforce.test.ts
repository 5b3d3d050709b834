import { describe, expect, it } from '@jest/globals';
import type { EnforceDeps, RunResult } from '../../src/workers/enforce.ts';
import { flush, reconcile, sweep } from '../../src/workers/enforce.ts';

interface Watched {
  deps: EnforceDeps;
  done: string[];
}
function watched(overrides: Partial<EnforceDeps> = {}, results: Record<string, RunResult> = {}): Watched {
  const done: string[] = [];
  const note = (what: string): Promise<void> => Promise.resolve(void done.push(what));
  const deps: EnforceDeps = {
    run: async (number) => {
      await note(`run ${number}`);
      return results[number] ?? 'idle';
    },
    reconcile: (number) => note(`reconcile ${number}`),
    numbers: () => Promise.resolve(['1', '2', '3']),
    isAnythingToDo: () => Promise.resolve(true),
    requestFlush: (number, delayMs) => note(`flush ${number} in ${delayMs}`),
    warn: (number) => note(`warn ${number}`),
    requestLeftWarnings: () => Promise.resolve(),
    failed: (number, error) =>
      void done.push(`failed ${number} ${error instanceof Error ? error.message : ''}`),
    ...overrides,
  };
  return { deps, done };
}

describe('flush', () => {
  it.each<[RunResult, string[]]>([
    ['idle', []],
    ['waiting', []],
    ['lease-lost', []],
    ['more', ['flush 1 in 0']],
    ['busy', ['flush 1 in 500']],
  ])('a run that ends "%s" asks for %j', async (result, asked) => {
    const { deps, done } = watched({}, { '1': result });
    await flush('1', deps);
    expect(done).toEqual(['run 1', ...asked]);
  });
});

describe('sweep', () => {
  it('runs the numbers with something due, each once', async () => {
    const { deps, done } = watched({ isAnythingToDo: (number) => Promise.resolve(number !== '2') });
    await sweep(deps);
    expect([...done].sort()).toEqual(['run 1', 'run 3']);
  });

  it('one number that fails does not keep the others from their lifts', async () => {
    const { deps, done } = watched({
      isAnythingToDo: (number) => (number === '3' ? Promise.reject(new Error('odd')) : Promise.resolve(true)),
    });
    await sweep(deps);
    expect([...done].sort()).toEqual(['failed 3 odd', 'run 1', 'run 2']);
  });

  it('serves hundreds of numbers, a few at a time', async () => {
    let running = 0;
    let most = 0;
    const { deps } = watched({
      numbers: () => Promise.resolve(Array.from({ length: 200 }, (_, n) => String(n))),
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
        return 'idle';
      },
    });
    await sweep(deps);
    expect(most).toBe(8);
  });
});

describe('reconcile', () => {
  it('looks at every number, also after one failed', async () => {
    const { deps, done } = watched();
    const inner = deps.reconcile;
    await reconcile({
      ...deps,
      reconcile: (number) => (number === '2' ? Promise.reject(new Error('odd')) : inner(number)),
    });
    expect([...done].sort()).toEqual(['failed 2 odd', 'reconcile 1', 'reconcile 3']);
  });
});

describe('warnings', () => {
  it('that a lost wake-up left behind are found by the sweep, and when they cannot be asked for blocks go on', async () => {
    const { deps, done } = watched({
      numbers: () => Promise.resolve(['1', '2']),
      requestLeftWarnings: (number) =>
        number === '1' ? Promise.resolve(void done.push('warn 1')) : Promise.reject(new Error('full')),
    });
    await sweep(deps);
    expect(done.sort()).toEqual(['failed 2 full', 'run 1', 'run 2', 'warn 1']);
  });
});
