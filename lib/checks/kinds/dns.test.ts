import { expect, test } from 'vitest';
import { dns, readServer } from './dns';

test.each<[text: string, server: { host: string; port: number } | null]>([
  ['1.1.1.1', { host: '1.1.1.1', port: 53 }],
  ['1.1.1.1:5353', { host: '1.1.1.1', port: 5353 }],
  ['ns1.example.com:5353', { host: 'ns1.example.com', port: 5353 }],
  ['2606:4700:4700::1111', { host: '2606:4700:4700::1111', port: 53 }],
  ['[2606:4700:4700::1111]:5353', { host: '2606:4700:4700::1111', port: 5353 }],
  ['1.1.1.1:0', null], ['1.1.1.1:70000', null], ['https://1.1.1.1', null], ['a b', null], ['', null], ['[]:53', null],
  ['[fe80::1%eth0]:53', null],
  ['fe80::1%eth0', null],
  ['192.0.2.1%1', null],
])('the name server %j', (text, server) => {
  expect(readServer(text)).toEqual(server);
});

test.each<[settings: Record<string, unknown>, isGood: boolean]>([
  [{ name: 'example.com' }, true], [{ name: '_dmarc.example.com', type: 'TXT' }, true], [{ name: '*.example.com' }, true], [{ name: '192.0.2.1', type: 'PTR' }, true],
  [{ name: '2001:db8::1', type: 'PTR' }, true], [{ name: '2001:db8::1', type: 'A' }, false], [{ name: 'exa mple.com' }, false], [{ name: 'a..b' }, false], [{ name: '-'.repeat(70) }, false],
  [{ name: 'example.com', type: 'ANY' }, false], [{ name: 'example.com', expected: [''] }, false], [{ name: '' }, false],
])('the settings %j are taken: %s', (settings, isGood) => {
  expect(dns.settings.safeParse(settings).success).toBe(isGood);
});
