import { describe, expect, it } from 'vitest';
import { labelSetOf } from '@/lib/metrics/labels';
import { fingerprintOf } from './fingerprint';

/** FNV-1a as its authors write it, in big integers. */
function reference(labels: readonly string[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const text of labels) for (const byte of [...new TextEncoder().encode(text), 255]) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, '0');
}

describe('the fingerprint of an alert', () => {
  it.each([
    { labels: {} },
    { labels: { alertname: 'HighCpu' } },
    { labels: { alertname: 'Störung', instance: 'web-1:9100', severity: 'critical', text: '\u{1F525} ' } },
  ])('is 64-bit FNV-1a over $labels', ({ labels }) => {
    const set = labelSetOf(Object.entries(labels));
    expect(fingerprintOf(set)).toBe(reference(set));
  });

  it('is that of Go for no labels', () => {
    expect(fingerprintOf([])).toBe('cbf29ce484222325');
  });

  it('keeps names and values apart', () => {
    expect(fingerprintOf(['a', 'bc'])).not.toBe(fingerprintOf(['ab', 'c']));
  });
});
