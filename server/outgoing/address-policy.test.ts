import { describe, expect, it } from 'vitest';
import { createAddressPolicy, mayConnect } from './address-policy';

describe('an address', () => {
  it.each([
    '93.184.216.34', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001::1', '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8', '64:ff9b::808:808',
  ])('of the public internet may be connected to: %s', (address) => {
    expect([mayConnect(address, false), mayConnect(address, true)]).toEqual([true, true]);
  });

  it.each([
    '127.0.0.1', '127.255.255.254', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '198.18.0.1', '192.0.2.1', '203.0.113.9',
    '::1', 'fc00::1', 'fd12:3456::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.1.2.3', '64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2002:808:808::1',
    '2001::1', '2001:db8::1', 'fec0::1', '::127.0.0.1',
  ])('of a private network needs the permission of the operator: %s', (address) => {
    expect([mayConnect(address, false), mayConnect(address, true)]).toEqual([false, true]);
  });

  it.each([
    '169.254.169.254', '169.254.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254', '::ffff:169.254.169.254',
    '64:ff9b::169.254.169.254', '2002:a9fe:a9fe::', '64:ff9b:1::1', '0.0.0.0', '::', '224.0.0.1', '239.1.2.3', '255.255.255.255', '240.0.0.1', 'ff02::1', '::ffff:0.0.0.0',
    '64:ff9b::224.0.0.1', '', 'localhost',
  ])('of a link, a metadata service, or of no machine at all is never connected to: %s', (address) => {
    expect([mayConnect(address, false), mayConnect(address, true)]).toEqual([false, false]);
  });
});

describe('a name', () => {
  const lookUp = (addresses: string[], allowPrivate = false) =>
    new Promise((resolve) => {
      const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      const { lookup } = createAddressPolicy({ allowPrivate, resolve: (_, done) => done({ addresses: found, error: null }) });
      lookup('hooks.example.com', { all: true }, (error, result) => resolve(error ? error.message : result));
    });

  it('is refused when any of its addresses is, and the message does not say which', async () => {
    const refused = /^hooks\.example\.com is not an address of the public internet/;
    expect(await lookUp(['8.8.8.8', '10.0.0.7'])).toMatch(refused);
    expect(await lookUp(['8.8.8.8', '10.0.0.7'])).not.toContain('10.0.0.7');
    expect(await lookUp(['::ffff:127.0.0.1'])).toMatch(refused);
    expect(await lookUp(['10.0.0.7', '169.254.169.254'], true)).toMatch(/link-local, multicast or metadata/);
  });

  it('resolves to all of its addresses otherwise', async () => {
    expect(await lookUp(['8.8.8.8', '2606:4700:4700::1111'])).toEqual([{ address: '8.8.8.8', family: 4 }, { address: '2606:4700:4700::1111', family: 6 }]);
    expect(await lookUp(['10.0.0.7'], true)).toEqual([{ address: '10.0.0.7', family: 4 }]);
    expect(await lookUp([])).toBe('no address');
  });

  it.each(['127.0.0.1', '[::1]', '[::ffff:a00:1]', '192.168.0.1', '0.0.0.0', '169.254.169.254'])('that is written as an address is checked as one: %s', (host) => {
    expect(() => createAddressPolicy({ allowPrivate: false }).checkHost(host)).toThrow('does not connect to it');
  });

  it.each(['http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://127.1/', 'http://[::ffff:127.0.0.1]/', 'http://①②⑦.0.0.1/'])('in any notation of URLs is the address that it means: %s', (url) => {
    expect(() => createAddressPolicy({ allowPrivate: false }).checkHost(new URL(url).hostname)).toThrow('does not connect to it');
  });
});
