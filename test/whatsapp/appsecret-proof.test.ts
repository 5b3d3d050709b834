import { describe, expect, it } from '@jest/globals';
import { appsecretProof } from '../../src/whatsapp/appsecret-proof.ts';

describe('appsecretProof', () => {
  it.each([
    ['EAAexample', '60533f4e92f128e0092e4260ac960ae26b7b76d57702c924b8a5d71eb66b6141'],
    ['EAAexample|1793000000', '04c9aa9b8957f37dd68d669e70b4ed0e020cd00422b359e6bad37b28aa48d065'],
  ])('of %s is the known vector', (token, proof) => {
    expect(appsecretProof(token, 'test_app_secret')).toBe(proof);
  });
});
