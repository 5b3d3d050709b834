import { describe, expect, it } from '@jest/globals';
import type { Message } from '../../../src/core/message.ts';
import { foldOf } from '../../../src/core/state/fold-of.ts';
import { textViews } from '../../../src/core/text/views.ts';
import { message } from '../builders.ts';

const fold = (text: string, media: Message['media'] = null): number =>
  foldOf(message({ text, media }), textViews(text));
const photo = (sha256: string | null): Message['media'] => ({
  kind: 'image',
  sha256,
  mime: 'image/jpeg',
  fileName: null,
});

describe('foldOf', () => {
  it('is the same for the same words however they are dressed', () => {
    expect(fold('FREE  Bitcoin!!')).toBe(fold('free bitcoin'));
    expect(fold('free bitcoin')).not.toBe(fold('free litecoin'));
  });

  it('takes the media file where there is no text, and the text where there is one', () => {
    expect(fold('', photo('aa'))).toBe(fold('', photo('aa')));
    expect(fold('', photo('aa'))).not.toBe(fold('', photo('bb')));
    expect(fold('look', photo('aa'))).toBe(fold('look', photo('bb')));
  });

  it('is 0, like nothing else, where there is nothing to compare', () => {
    expect([fold(''), fold('', photo(null))]).toEqual([0, 0]);
  });

  it('is an unsigned 32-bit number, as stored', () => {
    for (let n = 0; n < 200; n += 1) {
      const value = fold(`text ${n}`);
      expect(value).toBe(value >>> 0);
      expect(value).toBeGreaterThan(0);
    }
  });
});
