import type { LabelSet } from '@/lib/metrics/labels';

const encoder = new TextEncoder();
const separator = 255;

/**
 * The identity of an alert: FNV-1a (64 bit) over its sorted labels, each name and value ended by the byte 255, as 16 hexadecimal digits.
 * The same as Alertmanager's (prometheus/common, model.LabelSet.Fingerprint), so that tools can compare.
 */
export function fingerprintOf(labels: LabelSet): string {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  const add = (byte: number) => {
    low = (low ^ byte) >>> 0;
    // The prime is 2^40 + 0x1b3.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  };
  for (const text of labels) {
    for (const byte of encoder.encode(text)) add(byte);
    add(separator);
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
