import { describe, expect, it } from '@jest/globals';
import { Blocklist } from '../../src/simulator/blocklist.ts';

const person = (key: string) => ({ key, input: key, blockedAt: 1 });

describe('a blocklist', () => {
  it('keeps the order of blocking and makes a new version with every change', () => {
    const list = new Blocklist(10);
    expect([list.add(person('a')), list.add(person('b')), list.remove('a'), list.add(person('a'))]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(list.entries().map(({ key }) => key)).toEqual(['b', 'a']);
    expect(list.versionId).toBe('14');
  });

  it('stays in its version when a request changes nothing', () => {
    const list = new Blocklist(10);
    list.add(person('a'));
    expect([list.add(person('a')), list.remove('b')]).toEqual([false, false]);
    list.rename('x', 'y');
    expect([list.versionId, list.size]).toEqual(['11', 1]);
  });

  it('makes one person of two who turn out to be the same', () => {
    const list = new Blocklist(10);
    list.add(person('u:1'));
    list.add(person('p:1'));
    list.rename('u:1', 'p:1');
    expect(list.entries()).toEqual([person('p:1')]);
    list.rename('p:1', 'p:2');
    expect(list.entries()).toEqual([{ key: 'p:2', input: 'p:1', blockedAt: 1 }]);
  });
});
