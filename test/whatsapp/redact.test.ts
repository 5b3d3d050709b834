import { describe, expect, it } from '@jest/globals';
import { redactor } from '../../src/whatsapp/redact.ts';

const redact = redactor(['s3cret', 's3cret-and-more', '']);

describe('redactor', () => {
  it.each([
    ['Malformed access token s3cret', 'Malformed access token [redacted]'],
    ['token s3cret-and-more!', 'token [redacted]!'],
    ['token EAAabc123', 'token [redacted]'],
    [`proof ${'0af1'.repeat(16)}`, 'proof [redacted]'],
    ['user +1 (555) 010-0123 is', 'user [redacted] is'],
    ['15550100123', '[redacted]'],
    ['user US.90000000000000000123 and US.ENT.90000000000000000998', 'user [redacted] and [redacted]'],
    ['a\r\nb\u0000c', 'a b c'],
  ])('cleans %j', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it.each([
    '(#139100) Failed to block/unblock users',
    'The blocklist has reached its 64,000 user limit.',
    'User has not messaged in the last 24 hours',
    'Blocklist was updated during retrieval - retry with offset 0',
  ])('leaves %j alone', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('bounds the text without cutting a secret in two', () => {
    expect(redact('x '.repeat(5_000)).length).toBeLessThanOrEqual(300);
    expect(redact(`${'x '.repeat(149)}s3cret`)).not.toContain('s3');
  });
});
