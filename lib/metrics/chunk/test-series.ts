import { bitsOf } from '../stale';

type Random = () => number;

/** A float64 of given bits. */
export function floatOf(high: number, low: number): Float64Array {
  const value = new Float64Array(1);
  bitsOf(value).set([low, high]);
  return value;
}

const odd = [0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 2 ** 50, 2 ** 50 + 1, 2 ** 63, 1e22, 1e-22, 0.1 + 0.2, 2.2250738585072014e-308];

/** What values do, by the name of the kind of series. */
const valueKinds: Record<string, (random: Random) => (index: number) => number> = {
  constant: (random) => ((value) => () => value)(random() * 1e6),
  counter: (random) => ((at) => () => (at = random() < 0.02 ? 0 : at + Math.floor(random() * 1_000)))(Math.floor(random() * 1e9)),
  steady: (random) => ((step) => (index) => index * step)(Math.floor(random() * 5_000)),
  decimals: (random) => ((scale) => () => Math.round((random() - 0.5) * 1e6) / scale)(10 ** Math.floor(random() * 13)),
  growingDigits: (random) => (index) => Number((random() * 100).toFixed(Math.min(12, Math.floor(index / 5)))),
  seconds: (random) => ((at) => () => Number((at += random()).toFixed(2)))(random() * 1e5),
  noise: (random) => () => (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20),
  walk: (random) => ((at) => () => (at += random() - 0.5))(random() * 1e3),
  edges: (random) => () => odd[Math.floor(random() * odd.length)] ?? 0,
  large: (random) => () => Math.floor((random() - 0.5) * 2 ** 54),
  fewOdd: (random) => (index) => (random() < 0.03 ? (odd[Math.floor(random() * 6)] ?? 0) : index),
};

const timeKinds: Record<string, (random: Random) => (at: number) => number> = {
  regular: () => (at) => at + 15_000,
  jittered: (random) => (at) => at + 15_000 + Math.floor((random() - 0.5) * 20),
  irregular: (random) => (at) => at + 1 + Math.floor(random() ** 8 * 1e9),
  dense: () => (at) => at + 1,
  gaps: (random) => (at) => at + (random() < 0.1 ? 3_600_000 : 1_000),
};

export const valueKindNames = Object.keys(valueKinds);
export const timeKindNames = Object.keys(timeKinds);

/** A series of a kind; some of the values get random bits, among them NaNs with payloads. */
export function seriesOf(random: Random, valueKind: string, timeKind: string, count: number, startMs = 1.7e12): { times: Float64Array; values: Float64Array } {
  const times = new Float64Array(count);
  const values = new Float64Array(count);
  const bits = bitsOf(values);
  const nextValue = valueKinds[valueKind]?.(random);
  const nextTime = timeKinds[timeKind]?.(random);
  if (!nextValue || !nextTime) throw new Error(`There is no kind ${valueKind} of values or ${timeKind} of times.`);
  const randomBits = random() < 0.1 ? random() * 0.1 : 0;
  let at = startMs;
  for (let index = 0; index < count; index += 1) {
    times[index] = at;
    values[index] = nextValue(index);
    if (random() < randomBits) bits.set([random() * 2 ** 32, random() < 0.5 ? 0x7ff00000 | (random() * 2 ** 20) : random() * 2 ** 32], index * 2);
    at = nextTime(at);
  }
  return { times, values };
}

/** Both halves of every value, so that NaNs and signed zeros are told apart. */
export function halvesOf(values: Float64Array): number[] {
  return Array.from(bitsOf(values));
}
