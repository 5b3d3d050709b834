import { describe, expect, it } from '@jest/globals';

import { claimedSignature, isSignedBy } from '../../src/webhook/signature.ts';
import { isSameToken } from '../../src/webhook/token.ts';
import { signature, TEST_SECRET } from '../helpers/deliveries.ts';

const EMPTY = '{"object":"whatsapp_business_account","entry":[]}';
const ESCAPED = String.raw`{"object":"whatsapp_business_account","entry":[],"t":"caf\u00e9 \ud83d\ude00"}`;
const UTF8 = '{"object":"whatsapp_business_account","entry":[],"t":"café 😀"}';

describe("the platform's test vectors", () => {
  it.each([
    ['an empty delivery', EMPTY, 49, 'dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756'],
    ['escaped Unicode', ESCAPED, 78, '90c83530bed14956e41cf00fc8b531588c3005c308ee4fac1b83c906b24196f0'],
    ['the same as UTF-8', UTF8, 66, 'c2860c9adcf40030adbda4d25dacb0931b84e0143dfc0d36c5df78fc8b29d246'],
  ])('%s is signed over its raw bytes', (_name, text, length, hex) => {
    const body = Buffer.from(text);
    expect(body).toHaveLength(length);
    const claimed = claimedSignature(`sha256=${hex}`);
    expect(claimed?.toString('hex')).toBe(hex);
    expect(isSignedBy(body, claimed!, [TEST_SECRET])).toBe(true);
    expect(isSignedBy(Buffer.concat([body, Buffer.from(' ')]), claimed!, [TEST_SECRET])).toBe(false);
  });
});

describe('secrets', () => {
  const body = Buffer.from(EMPTY);
  const claimed = (secret: string): Buffer => claimedSignature(signature(EMPTY, secret))!;

  it.each([['old'], ['new']])('accepts the %s one of two during rotation', (secret) => {
    expect(isSignedBy(body, claimed(secret), ['old', 'new'])).toBe(true);
  });
  it.each<[string, string, string[]]>([
    ['another secret', 'other', ['old', 'new']],
    ['no secret in force', 'old', []],
    ['an empty secret', '', ['']],
  ])('refuses %s', (_name, secret, inForce) => {
    expect(isSignedBy(body, claimed(secret), inForce)).toBe(false);
  });
});

describe('the header', () => {
  const hex = 'ab'.repeat(32);
  it.each<[string, string | string[] | undefined]>([
    ['missing', undefined],
    ['empty', ''],
    ['without prefix', hex],
    ['of the old algorithm', `sha1=${hex}`],
    ['too short', `sha256=${hex.slice(2)}`],
    ['too long', `sha256=${hex}ab`],
    ['not hex', `sha256=${'g'.repeat(64)}`],
    ['given twice', `sha256=${hex}, sha256=${hex}`],
    ['a list', [`sha256=${hex}`]],
    ['followed by a line end', `sha256=${hex}\n`],
  ])('%s is no claim', (_name, header) => {
    expect(claimedSignature(header)).toBeNull();
  });
  it('may be in capitals', () => {
    expect(claimedSignature(`SHA256=${hex.toUpperCase()}`)?.toString('hex')).toBe(hex);
  });
});

describe('the verify token', () => {
  it.each([
    ['secret', 'secret', true],
    ['secret', 'secrets', false],
    ['', 'secret', false],
    ['', '', false],
  ])('%j against %j is %j', (given, expected, same) => {
    expect(isSameToken(given, expected)).toBe(same);
  });
});
