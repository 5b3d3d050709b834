import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileGlobs } from '../../src/conditions/globs.ts';
import { messageMediaHash } from '../../src/conditions/message-media-hash.ts';
import { messageMedia } from '../../src/conditions/message-media.ts';
import type { Media, Message } from '../../src/core/message.ts';
import { run, testCondition } from '../helpers/test-condition.ts';

const HASH = '93f7618056883ab9d5a8b26ed898586e705b462edc4e9f599e410bccce370bbd';
const BASE64 = Buffer.from(HASH, 'hex').toString('base64');
const file = (overrides: Partial<Media> = {}): Partial<Message> => ({
  type: 'document',
  media: { kind: 'document', sha256: HASH, mime: 'application/pdf', fileName: 'Invoice 7.PDF', ...overrides },
});

testCondition(messageMedia, {
  match: [
    { options: { sha256: HASH }, message: file(), data: { kind: 'document', wanted: 'one of 1 hashes' } },
    { options: { sha256: HASH.toUpperCase() }, message: file() },
    { options: { sha256: ['0'.repeat(64), BASE64] }, message: file(), data: { wanted: 'one of 2 hashes' } },
    { options: { sha256: { list: 'lists/h.txt' } }, lists: { 'lists/h.txt': [HASH] }, message: file() },
    { options: { mime: 'application/pdf' }, message: file(), data: { mime: 'application/pdf' } },
    { options: { mime: ['image/*', 'Application/*'] }, message: file() },
    {
      options: { file_name: '*.pdf' },
      message: file(),
      data: { file_name: 'Invoice 7.PDF', wanted: '*.pdf' },
    },
    { options: { file_name: 'invoice*7*' }, message: file() },
    { options: { file_name: 'invoice 7.pdf' }, message: file() },
    { options: { file_name: '*.exe' }, message: file({ fileName: 'photo.\u202e\u200be\u200bxe' }) },
    { options: { mime: 'application/*', file_name: '*.pdf' }, message: file() },
  ],
  ignore: [
    { options: { sha256: '0'.repeat(64) }, message: file() },
    { options: { sha256: HASH }, message: file({ sha256: null }) },
    { options: { mime: 'image/*' }, message: file() },
    { options: { mime: 'application/pd' }, message: file() },
    { options: { mime: '*/*' }, message: file({ mime: null }), data: { mime: '' } },
    { options: { file_name: '*.pdf' }, message: file({ fileName: null }), data: { file_name: '' } },
    { options: { file_name: '.pdf' }, message: file() },
    { options: { file_name: 'invoice*invoice*' }, message: file() },
    { options: { mime: 'image/*', file_name: '*.pdf' }, message: file() },
    { options: { mime: '*/*' }, text: 'no file', data: { kind: 'no file' } },
  ],
  invalid: [
    { options: {}, message: /at least one of sha256, mime, file_name/ },
    { options: { sha256: 'abc' }, message: /expected a SHA-256/ },
    { options: { mime: ['image/*', 'image'] }, message: /image\/jpeg or image.*any",1/ },
    { options: { mime: 'image/jpeg; q=1' }, message: /image\/jpeg or/ },
    { options: { name: '*.pdf' }, message: /unrecognized_keys/ },
    { options: true, message: /invalid_type/ },
  ],
});

testCondition(messageMediaHash, {
  match: [
    { options: HASH, message: file(), data: { kind: 'document', hash: HASH, limit: 1 } },
    { options: [BASE64, '0'.repeat(64)], message: file(), data: { limit: 2 } },
    { options: { any: [HASH.toUpperCase()] }, message: file() },
    { options: { list: 'lists/h.txt' }, lists: { 'lists/h.txt': [` ${BASE64} `] }, message: file() },
  ],
  ignore: [
    { options: '0'.repeat(64), message: file(), data: { hash: HASH, limit: 1 } },
    { options: HASH, message: file({ sha256: null }), data: { kind: 'document', hash: 'unknown' } },
    { options: HASH, text: HASH, data: { kind: 'no file' } },
  ],
  invalid: [
    { options: [HASH, HASH.slice(1)], message: /64 hex digits.*any",1/ },
    { options: `${BASE64.slice(0, -2)}=`, message: /base64/ },
    { options: [], message: /empty/ },
    { options: { sha256: HASH }, message: /unrecognized|invalid/ },
  ],
});

describe('message.media', () => {
  it('checks hashes and types of lists when it is bound', () => {
    const item = { options: { sha256: { list: 'lists/h.txt' } }, lists: { 'lists/h.txt': [HASH, 'oops'] } };
    expect(() => run(messageMedia, item)).toThrow(/'oops': expected a SHA-256/);
  });
});

describe('globs', () => {
  it('agree with the same pattern as a regular expression', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const value = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(text, value, (glob, input) => {
        const pattern = new RegExp(`^${glob.replaceAll('*', '.*')}$`);
        expect(compileGlobs([glob])(input) !== null).toBe(pattern.test(input));
      }),
      { numRuns: 2000 },
    );
  });

  it('tell which entry fits, and take signs of expressions as they are', () => {
    expect(compileGlobs(['x', 'a*', '*b'])('ab')).toBe('a*');
    expect(compileGlobs(['a.c', '[ab]*'])('abc')).toBeNull();
  });
});
