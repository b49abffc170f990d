import { expect, it } from 'vitest';
import { DecodeError } from './decode-error';
import { compressSnappy, uncompressSnappy } from './snappy';
import { prometheusBody } from './test-prometheus-body';
import { mulberry32 } from './test-random';

const bytesOf = (...bytes: (number | string)[]): Uint8Array =>
  Uint8Array.from(bytes.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : [part])));

it.each<[string, Uint8Array, string]>([
  ['nothing', bytesOf(0), ''],
  ['a literal', bytesOf(3, 2 << 2, 'abc'), 'abc'],
  ['a literal whose length takes one byte', bytesOf(64, 60 << 2, 63, 'a'.repeat(64)), 'a'.repeat(64)],
  ['a literal whose length takes four bytes', bytesOf(3, 63 << 2, 2, 0, 0, 0, 'abc'), 'abc'],
  ['a short copy', bytesOf(8, 3 << 2, 'abcd', 1, 4), 'abcdabcd'],
  ['a copy that overlaps what it writes', bytesOf(9, 0, 'a', (7 << 2) | 2, 1, 0), 'aaaaaaaaa'],
  ['an overlapping copy of five bytes', bytesOf(16, 4 << 2, 'abcde', (10 << 2) | 2, 5, 0), 'abcdeabcdeabcdea'],
  ['a copy with four bytes of offset', bytesOf(8, 3 << 2, 'abcd', (3 << 2) | 3, 4, 0, 0, 0), 'abcdabcd'],
])('uncompresses %s', (_, block, text) => {
  expect(Buffer.from(uncompressSnappy(block, 1_000)).toString()).toBe(text);
});

it.each<[string, Uint8Array, string]>([
  ['no byte at all', bytesOf(), 'does not begin with a valid length'],
  ['a length without an end', bytesOf(0x80, 0x80), 'does not begin with a valid length'],
  ['a length beyond 32 bits', bytesOf(0xff, 0xff, 0xff, 0xff, 0x7f), 'does not begin with a valid length'],
  ['more than the caller takes', bytesOf(0xe9, 7, 0), 'at most 1000 are taken'],
  ['more than its bytes can become', bytesOf(0xe8, 7, 0), 'cannot become that many'],
  ['a literal that is cut off', bytesOf(3, 2 << 2, 'ab'), 'cut off'],
  ['a literal length that is cut off', bytesOf(3, 61 << 2, 1), 'cut off'],
  ['a copy that is cut off', bytesOf(8, 3 << 2, 'abcd', 2, 4), 'cut off'],
  ['a copy from before the start', bytesOf(8, 3 << 2, 'abcd', 1, 5), 'copies from 5 bytes back'],
  ['a copy from nowhere', bytesOf(8, 3 << 2, 'abcd', 1, 0), 'copies from 0 bytes back'],
  ['a literal beyond the length', bytesOf(2, 2 << 2, 'abc'), 'holds more than the 2 bytes'],
  ['a copy beyond the length', bytesOf(7, 3 << 2, 'abcd', 1, 4), 'holds more than the 7 bytes'],
  ['less than the length', bytesOf(4, 2 << 2, 'abc'), 'ends after 3 of 4 bytes'],
])('refuses %s', (_, block, reason) => {
  expect(() => uncompressSnappy(block, 1_000)).toThrow(DecodeError);
  expect(() => uncompressSnappy(block, 1_000)).toThrow(reason);
});

it('uncompresses what Prometheus compressed, and compresses it again as well as Prometheus', () => {
  const body = uncompressSnappy(prometheusBody, 10_000);
  expect(body.length).toBe(3_955);
  const again = compressSnappy(body);
  expect(again.length).toBeLessThan(prometheusBody.length * 1.1);
  expect(Buffer.compare(uncompressSnappy(again, 10_000), body)).toBe(0);
});

it('gives back what it compressed, whatever the size and however it repeats', () => {
  const random = mulberry32(1);
  for (const size of [0, 1, 3, 4, 5, 63, 64, 65, 255, 256, 257, 4_096, 65_535, 65_536, 65_537, 200_000]) {
    for (const alphabet of [1, 2, 7, 256]) {
      const bytes = Uint8Array.from({ length: size }, () => Math.floor(random() * alphabet));
      const back = uncompressSnappy(compressSnappy(bytes), size);
      expect(Buffer.compare(back, bytes), `${size} bytes of ${alphabet}`).toBe(0);
    }
  }
});
