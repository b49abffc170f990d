import { describe, expect, it } from 'vitest';
import { problemOfHost } from './allowed-hosts';

const rules = { publicUrl: 'https://Nines.example.com', host: 'box.example.com', statusHosts: null };
const limited = { ...rules, statusHosts: ['pages.example.com', 'example.org'] };

describe('the name of a page', () => {
  it.each([
    ['one of the public', 'status.example.com', rules, null],
    ['one below what the operator lets pages have', 'acme.pages.example.com', limited, null],
    ['one below the other', 'status.example.org', limited, null],
    ['none without PUBLIC_URL', 'status.example.com', { ...rules, publicUrl: null }, 'PUBLIC_URL'],
    ['not that of Nines', 'nines.example.com', rules, 'Nines itself'],
    ['not that where Nines listens', 'box.example.com', rules, 'Nines itself'],
    ['not that of the machine', 'worker-7.example.com', rules, 'Nines itself'],
    ['none without a dot', 'nines', rules, 'the public can look up'],
    ['none of this machine', 'a.localhost', rules, 'the public can look up'],
    ['none of a local network', 'printer.local', rules, 'the public can look up'],
    ['none of a cloud', 'metadata.google.internal', rules, 'the public can look up'],
    ['none of a cluster', 'nines.default.svc', rules, 'the public can look up'],
    ['none of a cluster, in full', 'nines.default.svc.cluster.local', rules, 'the public can look up'],
    ['none elsewhere where the operator says where', 'status.example.com', limited, 'is not below pages.example.com or example.org'],
    ['not what the operator named itself', 'example.org', limited, 'is not below'],
    ['none that only ends alike', 'badexample.org', limited, 'is not below'],
  ])('is %s', (_, host, given, problem) => {
    const found = problemOfHost(host, given, 'Worker-7.example.com');
    if (problem === null) expect(found).toBeNull();
    else expect(found).toContain(problem);
  });
});
