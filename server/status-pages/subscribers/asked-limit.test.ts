import { describe, expect, it } from 'vitest';
import { subscriberLimits } from '@/lib/status-pages/subscribers';
import { createAskedLimit } from './asked-limit';

const now = Date.parse('2026-03-28T03:00:00Z');
const { perNetwork, perSite, perPage } = subscriberLimits;

/** How many of these requests are taken. */
function takenOf(count: number, addressOf: (n: number) => string, kindOf: (n: number) => string = () => 'email'): number {
  const limit = createAskedLimit();
  return Array.from({ length: count }, (_, n) => limit.take({ address: addressOf(n), pageId: 'a', kind: kindOf(n) }, now)).filter(Boolean).length;
}

describe('createAskedLimit', () => {
  it.each([
    ['an IPv4 address', () => '192.0.2.1', perNetwork],
    ['the same address, mapped into IPv6 or not', (n: number) => (n % 2 ? '192.0.2.1' : '::ffff:192.0.2.1'), perNetwork],
    ['a /64', (n: number) => `2001:db8:1:2::${n}`, perNetwork],
    ['a /48', (n: number) => `2001:db8:1:${n.toString(16)}::1`, perSite],
    ['a /48 with zeros in its middle', (n: number) => (n % 2 ? `2001:0db8:0000:${n}::1` : `2001:db8:0:${n}::1`), perSite],
    ['a /32', (n: number) => `2001:db8:${n.toString(16)}::1`, perPage],
    ['all of IPv4', (n: number) => `192.0.${Math.floor(n / 250)}.${n % 250}`, perPage],
  ])('bounds %s', (_, addressOf: (n: number) => string, most: number) => {
    expect(takenOf(300, addressOf)).toBe(most);
  });

  it('counts mail and webhooks of a page apart', () => {
    expect(takenOf(600, (n) => `192.0.${Math.floor(n / 250)}.${n % 250}`, (n) => (n < 300 ? 'webhook' : 'email'))).toBe(2 * perPage);
  });
});
