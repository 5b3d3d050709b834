import { describe, expect, it } from '@jest/globals';
import { chooseLabels, type Meaning } from '../../src/replay/labels.ts';

function meaningOf(spam: string[] | null, ham: string[] | null, label: string | null): Meaning {
  const labels = chooseLabels(spam, ham);
  if ('inBoth' in labels) throw new Error(`both: ${labels.inBoth}`);
  return labels.meaningOf(label);
}

describe('chooseLabels', () => {
  it.each<[string | null, Meaning]>([
    ['spam', 'spam'],
    ['SPAM', 'spam'],
    [' Hate ', 'spam'],
    ['offensive', 'spam'],
    ['ham', 'ham'],
    ['neither', 'ham'],
    ['customer', 'ham'],
    ['1', 'other'],
    ['constructor', 'other'],
    [null, 'other'],
  ])('takes %s for %s', (label, meaning) => {
    expect(meaningOf(null, null, label)).toBe(meaning);
  });

  it('puts a given list in the place of the usual words of that kind only', () => {
    expect(meaningOf(['1'], null, '1')).toBe('spam');
    expect(meaningOf(['1'], null, 'spam')).toBe('other');
    expect(meaningOf(['1'], null, 'ham')).toBe('ham');
    expect(meaningOf(['Neither'], null, 'neither')).toBe('spam');
    expect(meaningOf(null, ['spam'], 'spam')).toBe('ham');
    expect(meaningOf(null, ['0'], 'ham')).toBe('other');
  });

  it('names a label that both lists hold', () => {
    expect(chooseLabels(['a', 'b'], ['c', 'B'])).toEqual({ inBoth: 'B' });
  });
});
