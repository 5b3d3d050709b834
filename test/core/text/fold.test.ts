import { describe, expect, it } from '@jest/globals';
import { textViews } from '../../../src/core/text/views.ts';

const folded = (raw: string): string => textViews(raw).folded;

describe('the folded view', () => {
  it.each([
    ['case, spacing and punctuation', 'Free money!!', 'free   MONEY.'],
    ['invisible characters', 'free money', 'fr\u200bee money'],
    ['line breaks', 'free\nmoney', 'free money'],
    ['wide forms', '免费，领取', '免费 领取'],
  ])('is the same whatever the %s', (_, one, other) => {
    expect(folded(one)).toBe(folded(other));
  });

  it.each([
    ['numbers', 'Order 12', 'Order 13'],
    ['letters', 'free', 'fee'],
    ['emoji', 'ok 👍', 'ok 👎'],
    ['currency signs', '5 €', '5 $'],
    ['nothing but punctuation', '???', '!'],
  ])('differs with %s', (_, one, other) => {
    expect(folded(one)).not.toBe(folded(other));
  });

  it('is empty only without text', () => {
    expect(folded('...')).toBe('...');
    expect(folded(' \u200b')).toBe('');
  });
});
