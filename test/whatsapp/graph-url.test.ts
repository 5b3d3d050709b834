import { describe, expect, it } from '@jest/globals';
import { checkGraphUrl, isGraphVersion } from '../../src/whatsapp/graph-url.ts';

describe('checkGraphUrl', () => {
  it.each([
    'https://graph.facebook.com',
    'https://graph.facebook.com/',
    'https://proxy.example:8443/meta',
    'http://127.0.0.1:3002',
    'http://127.8.9.1',
    'http://localhost:80/x',
    'http://[::1]:3002',
  ])('takes %s', (url) => {
    expect(checkGraphUrl(url)).toBeNull();
  });

  it.each([
    ['', 'is not a URL'],
    ['graph.facebook.com', 'is not a URL'],
    ['ftp://graph.facebook.com', 'must start with https'],
    ['file:///etc/passwd', 'must start with https'],
    ['http://graph.facebook.com', 'must use https'],
    ['http://10.0.0.1', 'must use https'],
    ['http://127.0.0.1.evil.example', 'must use https'],
    ['http://localhost.evil.example', 'must use https'],
    ['http://0.0.0.0', 'must use https'],
    ['https://hunter2:hunter3@graph.facebook.com', 'user name'],
    ['https://graph.facebook.com/?access_token=hunter2', 'query'],
    ['https://graph.facebook.com/?', 'query'],
    ['https://graph.facebook.com/#x', 'query or fragment'],
  ])('refuses %s', (url, problem) => {
    expect(checkGraphUrl(url)).toContain(problem);
    expect(checkGraphUrl(url)).not.toContain('hunter');
  });
});

describe('isGraphVersion', () => {
  it.each([
    ['', true],
    ['v25.0', true],
    ['25.0', false],
    ['v25', false],
    ['v25.0/..', false],
    ['latest', false],
  ])('%j is %j', (version, expected) => {
    expect(isGraphVersion(version)).toBe(expected);
  });
});
