import { expect, it } from 'vitest';
import { networkTargetOf } from './network-target';

it.each([
  ['http', 'https://shop.example.com:8443/health?x=1', 'shop.example.com'],
  ['http', 'http://user@[2001:db8::1]:80/', '[2001:db8::1]'],
  ['tcp', 'DB-1:5432', 'db-1'],
  ['tcp', '[::1]:5432', null],
  ['http', 'http://127.0.0.1:3000/', null],
  ['http', 'http://app.localhost/', null],
  ['dns', 'A example.com', 'dns'],
  ['dns', 'MX shop.example.com', 'dns'],
  ['dns', 'A one.example.com at 192.0.2.53', '192.0.2.53'],
  ['dns', 'TXT two.example.com at 192.0.2.53:5353', '192.0.2.53'],
  ['dns', 'A three.example.com at [2001:db8::1]:53', '[2001:db8::1]'],
  ['heartbeat', 'every 1 h', null],
  ['promql', 'up == 0', null],
])('%s %s goes over the network to %s', (kind, target, host) => expect(networkTargetOf(kind, target)).toBe(host));
