import { describe, expect, it } from 'vitest';
import { hostKeyOf, parseHostKey } from './host-key';
import type { HostIdentity } from './source';

const identities: HostIdentity[] = [
  { source: 'node_exporter', job: 'node', instance: '10.0.0.1:9100', hostName: '' },
  { source: 'nines', job: '', instance: 'web-1', hostName: '' },
  { source: 'otlp', job: 'shop/cart', instance: 'a~b!c%2F d', hostName: 'Zürich 🏔 #1?' },
  { source: 'otlp', job: '!0021', instance: '', hostName: '' },
];

describe('a host key', () => {
  it.each(identities)('stands for exactly one identity, $instance', (identity) => {
    expect(parseHostKey(hostKeyOf(identity))).toEqual(identity);
  });

  it.each(identities)('needs no encoding in a path but for the colon, $instance', (identity) => {
    const key = hostKeyOf(identity);
    expect(encodeURIComponent(key).replaceAll('%3A', ':')).toBe(key);
  });

  it.each(['', 'node', 'windows~a~b~', 'nines~a~b', 'nines~a~b~c~d', 'nines~a b~c~', 'nines~!006a~b~'])('is refused when it is none: %j', (text) => {
    expect(parseHostKey(text)).toBeNull();
  });
});
