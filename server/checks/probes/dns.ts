import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { wrongAnswers } from '@/lib/checks/kinds/dns-answers';
import { type DnsSettings, readServer } from '@/lib/checks/kinds/dns';
import { type Attempt, waitFor } from './connect';
import { type Findings, resultOf } from './findings';
import { type Probe, ProbeFailure } from './probe';

/** Asks for a record over UDP, and over TCP where an answer is cut; a question that gets no answer is asked again once. */
export const dnsProbe: Probe<DnsSettings, Record<string, never>> = {
  kind: 'dns',
  run: (input) =>
    resultOf(input, async (attempt, findings) => {
      const { settings, timeoutMs } = input;
      const resolver = new Resolver({ timeout: Math.max(50, Math.floor(timeoutMs / 3)), tries: 2 });
      const server = settings.server === null ? null : readServer(settings.server);
      if (server) resolver.setServers([await addressOf(attempt, server, findings)]);
      const answers = await attempt.phases.measure('first_byte', () => ask(attempt, resolver, settings, findings));
      findings.answers = answers;
      findings.values = [{ name: 'probe_dns_answer_rrs', labels: {}, value: answers.length }, { name: 'probe_dns_query_succeeded', labels: {}, value: 1 }];
      const wrong = wrongAnswers(settings, answers);
      if (wrong !== null) return { success: false, message: wrong };
      return { success: true, message: answers.length === 1 ? `${(answers[0] ?? '').slice(0, 200)} came.` : `${answers.length} records came.` };
    }),
};

async function addressOf(attempt: Attempt, { host, port }: { host: string; port: number }, findings: Findings): Promise<string> {
  const find = () => waitFor<string>(attempt, `the name server ${host} is still being looked up`, (resolve, reject) => {
    attempt.lookup(host).then((found) => resolve(found[0]?.address ?? ''), reject);
    return () => undefined;
  }, true);
  const address = await attempt.phases.measure('dns', find);
  if (address.includes('%')) throw new ProbeFailure(`The address of ${host} has a zone (${address.slice(0, 100)}), and name servers are not asked there.`, false);
  findings.address = address;
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}

function ask(attempt: Attempt, resolver: Resolver, settings: DnsSettings, findings: Findings): Promise<string[]> {
  return waitFor(attempt, 'the name server has said nothing', (resolve, reject) => {
    recordsOf(resolver, settings).then(resolve, (error: unknown) => {
      const code = codeOf(error);
      // The answer is that there is nothing; whether that is wrong is judged as any answer is.
      if (code === 'ENODATA') return resolve([]);
      findings.values = [{ name: 'probe_dns_query_succeeded', labels: {}, value: 0 }];
      reject(failureOf(code, settings.name));
    });
    return () => resolver.cancel();
  }, true);
}

async function recordsOf(resolver: Resolver, { name, type }: DnsSettings): Promise<string[]> {
  switch (type) {
    case 'A':
      return resolver.resolve4(name);
    case 'AAAA':
      return resolver.resolve6(name);
    case 'CNAME':
      return resolver.resolveCname(name);
    case 'NS':
      return resolver.resolveNs(name);
    case 'PTR':
      return isIP(name) === 0 ? resolver.resolvePtr(name) : resolver.reverse(name);
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
    case 'MX':
      return (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`);
    case 'SRV':
      return (await resolver.resolveSrv(name)).map(({ priority, weight, port, name: host }) => `${priority} ${weight} ${port} ${host}`);
    case 'CAA':
      return (await resolver.resolveCaa(name)).map(textOfCaa);
    case 'SOA': {
      const { nsname, hostmaster, serial, refresh, retry, expire, minttl } = await resolver.resolveSoa(name);
      return [`${nsname} ${hostmaster} ${serial} ${refresh} ${retry} ${expire} ${minttl}`];
    }
  }
}

/** As a zone file has it: `0 issue "ca.example.net"`. The property stands beside `critical` under its own name. */
function textOfCaa({ critical, ...record }: { critical: number }): string {
  const [tag, value] = Object.entries(record).find(([key, each]) => key !== 'type' && typeof each === 'string') ?? ['', ''];
  return `${critical} ${tag} "${String(value)}"`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function failureOf(code: string, name: string): ProbeFailure {
  const shown = name.slice(0, 100);
  switch (code) {
    case 'ENOTFOUND':
      return new ProbeFailure(`The name ${shown} does not exist (NXDOMAIN).`, false);
    case 'ESERVFAIL':
      return new ProbeFailure(`The name server failed to find ${shown} (SERVFAIL).`, false);
    case 'EREFUSED':
      return new ProbeFailure(`The name server refuses to answer for ${shown} (REFUSED).`, false);
    case 'EFORMERR':
    case 'ENOTIMP':
    case 'EBADRESP':
    case 'EBADNAME':
      return new ProbeFailure(`The name server does not understand the question or gave an answer that cannot be read (${code}).`, false);
    case 'ETIMEOUT':
      return new ProbeFailure('The name server did not answer (ETIMEOUT).', true);
    case 'ECONNREFUSED':
      return new ProbeFailure('There is no name server at this address (ECONNREFUSED).', true);
    default:
      return new ProbeFailure(`The name server could not be asked (${code}).`, true);
  }
}
