import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor, pageOf } from '../../src/simulator/paging.ts';
import { documented } from './fixtures.ts';

const SAMPLE = 'eyJvZAmZAzZAXQiOjIsInZAlcnNpb25JZACI6IjE3OTMwMDAwMDAwMDAwMDAifQZDZD';

describe('cursors', () => {
  it('are written exactly as in the documented sample', () => {
    expect(JSON.stringify(documented('list_200'))).toContain(SAMPLE);
    expect(encodeCursor({ offset: 2, versionId: '1793000000000000' })).toBe(SAMPLE);
  });

  it.each([0, 25, 63_975])('say offset %d again when read back', (offset) => {
    const cursor = { offset, versionId: '1793000000000001' };
    expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
  });

  it.each([
    '',
    'x',
    'EXAMPLEafter',
    encodeCursor({ offset: -1, versionId: '1' }),
    Buffer.from('null').toString('base64'),
  ])('that are none are recognised: %j', (text) => {
    expect(decodeCursor(text)).toBeUndefined();
  });
});

describe('a page', () => {
  const all = [0, 1, 2, 3, 4];
  const at = (offset: number, versionId = '1') => ({ offset, versionId });
  it.each([
    [{ limit: 2 }, [0, 1]],
    [{ limit: 2, after: at(2) }, [2, 3]],
    [{ limit: 2, after: at(4) }, [4]],
    [{ limit: 2, after: at(5) }, []],
    [{ limit: 2, after: at(99) }, []],
    [{ limit: 2, before: at(4) }, [2, 3]],
    [{ limit: 2, before: at(1) }, [0]],
    [{ limit: 2, before: at(0) }, []],
    [{ limit: 2, after: at(2), before: at(2) }, [2, 3]],
    [{ limit: 100 }, all],
  ])('%j has %j', (request, items) => {
    expect(pageOf(all, '1', request)).toMatchObject({ items });
  });

  it('ends where the next begins', () => {
    expect(pageOf(all, '1', { limit: 2, after: at(2) })).toMatchObject({ before: at(2), after: at(4) });
  });

  it('of another version cannot be had', () => {
    expect(pageOf(all, '2', { limit: 2, after: at(2) })).toBe('changed');
    expect(pageOf(all, '2', { limit: 2, before: at(2) })).toBe('changed');
  });
});
