import { describe, expect, it } from 'vitest';
import { base32, hotp, stepAt, stepOfCode, totpUri } from './totp';

const secret = Buffer.from('12345678901234567890');
const seeds = { sha1: secret, sha256: Buffer.from('12345678901234567890123456789012'), sha512: Buffer.from('1234567890123456789012345678901234567890123456789012345678901234') };

describe('the vectors of RFC 4226, appendix D', () => {
  it.each(['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map((code, counter) => [counter, code] as const))('counter %i is %s', (counter, code) => {
    expect(hotp(secret, counter)).toBe(code);
  });
});

describe('the vectors of RFC 6238, appendix B', () => {
  const vectors: [seconds: number, sha1: string, sha256: string, sha512: string][] = [
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ];
  it.each(vectors)('at %i s', (seconds, ...codes) => {
    const made = (['sha1', 'sha256', 'sha512'] as const).map((hash) => hotp(seeds[hash], stepAt(seconds * 1000), { length: 8, hash }));
    expect(made).toEqual(codes);
  });
});

describe('stepOfCode', () => {
  const nowMs = 1_234_567_890_000;
  const present = stepAt(nowMs);
  it.each([[-2, null], [-1, present - 1], [0, present], [1, present + 1], [2, null]])('of the code of %i steps from now is %s', (offset, step) => {
    expect(stepOfCode(secret, hotp(secret, present + offset), nowMs)).toBe(step);
  });
  it.each(['', '0', '00000', '0000000', 'abcdef', '１２３４５６'])('of %j is none', (code) => expect(stepOfCode(secret, code, nowMs)).toBeNull());
});

describe('base32', () => {
  it.each([['', ''], ['f', 'MY'], ['fo', 'MZXQ'], ['foo', 'MZXW6'], ['foob', 'MZXW6YQ'], ['fooba', 'MZXW6YTB'], ['foobar', 'MZXW6YTBOI']])('of %j is %s (RFC 4648, section 10)', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });
});

it('the address for apps names who it is of, escaped', () => {
  expect(totpUri(Buffer.from('foobar'), { issuer: 'Nines Ünïque', account: 'a&b@example.com' })).toBe(
    'otpauth://totp/Nines%20%C3%9Cn%C3%AFque:a%26b%40example.com?secret=MZXW6YTBOI&issuer=Nines%20%C3%9Cn%C3%AFque&algorithm=SHA1&digits=6&period=30',
  );
});
