export type Unit = 'percent' | 'bytes' | 'bytes_per_second' | 'seconds' | 'per_second' | 'count' | '';

/** A number split for display: three significant digits and its unit, so that each can be styled alone. */
export interface Quantity {
  text: string;
  unit: string;
}

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const decimal = ['', 'k', 'M', 'G', 'T'];

/** Splits a value in a base unit into at most three significant digits and the unit that fits its size. */
export function toQuantity(value: number, unit: Unit): Quantity {
  if (!Number.isFinite(value)) return { text: '–', unit: '' };
  switch (unit) {
    case 'percent':
      return { text: significant(value), unit: '%' };
    case 'bytes':
      return scaled(value, 1024, binary);
    case 'bytes_per_second': {
      const { text, unit: size } = scaled(value, 1024, binary);
      return { text, unit: `${size}/s` };
    }
    case 'seconds':
      return duration(value);
    case 'per_second': {
      const { text, unit: size } = scaled(value, 1000, decimal);
      return { text: text + size, unit: '/s' };
    }
    case 'count':
    case '': {
      const { text, unit: size } = scaled(value, 1000, decimal);
      return { text: text + size, unit: '' };
    }
  }
}

/** The same as one string: `12.3 %`, `1.21 GiB`, `45 ms`. */
export function formatQuantity(value: number, unit: Unit): string {
  const quantity = toQuantity(value, unit);
  return quantity.unit ? `${quantity.text} ${quantity.unit}` : quantity.text;
}

function duration(seconds: number): Quantity {
  const size = Math.abs(seconds);
  if (size === 0) return { text: '0', unit: 'ms' };
  if (size * 1e6 < fourDigits) return { text: significant(seconds * 1e6), unit: 'µs' };
  if (size * 1e3 < fourDigits) return { text: significant(seconds * 1e3), unit: 'ms' };
  return { text: significant(seconds), unit: 's' };
}

/** From here on a value would be written with four digits, so the next unit is taken, also where that has 1024 of this. */
const fourDigits = 999.5;

function scaled(value: number, base: number, names: readonly string[]): Quantity {
  let rest = value;
  let index = 0;
  while (Math.abs(rest) >= fourDigits && index < names.length - 1) {
    rest /= base;
    index += 1;
  }
  return { text: significant(rest), unit: names[index] ?? '' };
}

/** Three significant digits, never in exponent form, no trailing zeros after the point. */
function significant(value: number): string {
  const size = Math.abs(value);
  if (size < 0.001) return '0';
  if (size >= 100) return String(BigInt(Math.round(value)));
  return String(Number(value.toPrecision(3)));
}
