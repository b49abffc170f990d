import { describe, expect, it } from 'vitest';
import { mulberry32 } from '@/lib/ingest/test-random';
import { bitsOf, staleHigh, staleLow } from '../stale';
import { decodeChunk, encodeChunk, headerOf } from './chunk';
import { floatOf, halvesOf, seriesOf, timeKindNames, valueKindNames } from './test-series';

function decoded(bytes: Uint8Array) {
  const { count } = headerOf(bytes);
  const times = new Float64Array(count);
  const values = new Float64Array(count);
  expect(decodeChunk(bytes, times, values)).toBe(count);
  return { times, values };
}

function expectSame(times: Float64Array, values: Float64Array): Uint8Array {
  const bytes = encodeChunk(times, values);
  expect(headerOf(bytes)).toEqual({ count: times.length, fromMs: times[0], toMs: times[times.length - 1] });
  const found = decoded(bytes);
  expect(Buffer.from(found.times.buffer).equals(Buffer.from(times.slice().buffer))).toBe(true);
  expect(Buffer.from(found.values.buffer).equals(Buffer.from(values.slice().buffer))).toBe(true);
  return bytes;
}

describe('a chunk gives back what went into it, bit for bit', () => {
  const counts = [1, 2, 3, 15, 16, 17, 18, 19, 63, 64, 65, 2_048];
  it.each(valueKindNames)('values of the kind %s, with every kind of times and many counts', (kind) => {
    const random = mulberry32(kind.length * 7_919 + kind.charCodeAt(0));
    for (const timeKind of timeKindNames) {
      for (const count of counts) for (let round = 0; round < (count > 100 ? 3 : 12); round += 1) {
        const { times, values } = seriesOf(random, kind, timeKind, count);
        expectSame(times, values);
      }
    }
  });

  it.each<[string, number[]]>([
    ['one zero', [0]],
    ['one negative zero', [-0]],
    ['zeros of both signs', [0, -0, 0, -0]],
    ['a negative zero first', [-0, 1, 2, 3, 4, 5]],
    ['an infinity first', [Infinity, 1, 2, 3]],
    ['nothing but infinities', [Infinity, -Infinity, Infinity]],
    ['ends of the exact integers', [2 ** 50, -(2 ** 50), 2 ** 50, -(2 ** 50), 2 ** 50]],
    ['integers beyond', [2 ** 53, 2 ** 53 - 1, 2 ** 53 + 2]],
    ['denormals', [5e-324, 1e-323, 2.5e-323]],
    ['a thousandth, which is no sum of halves', [0.001, 0.002, 0.003]],
    ['twelve digits', [0.000000000001, 1.5, 3]],
    ['thirteen digits', [0.0000000000001, 1.5, 3]],
    ['a value that loses its exactness under a finer scale', [1125899906842623, 0.5, 0.25]],
    ['more exceptions than are listed', [NaN, NaN, NaN, NaN, NaN, 1, NaN]],
    ['both ends of the range', [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE]],
    ['xor over all 64 bits', [Math.PI, -Math.PI * 1e-300, Math.E]],
  ])('%s', (_, values) => {
    expectSame(Float64Array.from(values, (__, index) => index), Float64Array.from(values));
  });

  it('stale markers and other NaNs keep their bits among counters and among noise', () => {
    for (const fill of [(index: number) => index, (index: number) => Math.sin(index)]) {
      const values = Float64Array.from({ length: 64 }, (_, index) => fill(index));
      const bits = bitsOf(values);
      bits.set([staleLow, staleHigh], 20);
      bits.set([0xdeadbeef, 0xfff80001], 60);
      expectSame(Float64Array.from({ length: 64 }, (_, index) => index * 15_000), values);
    }
    expect(halvesOf(floatOf(staleHigh, staleLow))).toEqual([staleLow, staleHigh]);
  });

  it('times before 1970 and far from each other', () => {
    expectSame(Float64Array.of(-(2 ** 49), -1, 0, 1, 2 ** 49), Float64Array.of(1, 2, 3, 4, 5));
  });
});

describe('the size of a chunk', () => {
  const size = (next: (index: number, random: () => number) => number, jitterMs = 0) => {
    const random = mulberry32(5);
    const values = Float64Array.from({ length: 480 }, (_, index) => next(index, random));
    const times = Float64Array.from({ length: 480 }, (_, index) => 1.7e12 + index * 15_000 + Math.floor(random() * jitterMs));
    return expectSame(times, values).length / 480;
  };
  it.each<[string, number, () => number]>([
    ['a constant', 0.14, () => size(() => 42.5)],
    ['a counter that stands still but for a few steps', 0.4, () => size((index) => Math.floor(index / 100))],
    ['a steady counter', 0.25, () => size((index) => index * 1_500)],
    ['a counter of seconds with two digits', 1.6, () => ((at) => size((_, random) => Number((at += 14 + random()).toFixed(2))))(1e5)],
    ['a gauge of bytes in pages of 4 KiB', 3.2, () => ((at) => size((_, random) => (at += Math.floor((random() - 0.5) * 2_000) * 4_096)))(4e9)],
    ['two hours of a constant with jittered times', 0.8, () => size(() => 1, 10)],
    ['noise of 52 bits, which nothing compresses', 7.6, () => size((_, random) => random())],
  ])('of %s is at most %d bytes a sample', (_, most, bytes) => {
    expect(bytes()).toBeLessThanOrEqual(most);
  });
});

describe('a damaged chunk', () => {
  const { times, values } = seriesOf(mulberry32(1), 'seconds', 'jittered', 480);
  const noise = seriesOf(mulberry32(2), 'walk', 'irregular', 480);
  const whole = [encodeChunk(times, values), encodeChunk(noise.times, noise.values)];

  it('that is cut short is an error, wherever it is cut', () => {
    for (const bytes of whole) {
      for (let length = 0; length < bytes.length; length += 1) {
        expect(() => {
          const cut = bytes.subarray(0, length);
          const { count } = headerOf(cut);
          decodeChunk(cut, new Float64Array(count), new Float64Array(count));
        }, String(length)).toThrow();
      }
    }
  });

  it('takes neither long nor much memory, whatever its bytes are', () => {
    const random = mulberry32(3);
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = (whole[round % 2] ?? new Uint8Array()).slice();
      for (let change = 0; change <= random() * 4; change += 1) bytes[Math.floor(random() ** (1 + (round % 3)) * bytes.length)] = random() * 256;
      try {
        const { count } = headerOf(bytes);
        expect(count).toBeLessThanOrEqual(bytes.length * 16);
        decodeChunk(bytes, new Float64Array(480), new Float64Array(480));
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }
  });

  it('of a newer version names what to do', () => {
    expect(() => headerOf(Uint8Array.of(2, 1, 1))).toThrow('newer Nines');
  });
});
