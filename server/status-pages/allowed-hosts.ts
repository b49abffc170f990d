import { hostname } from 'node:os';
import type { Config } from '@/server/config';

export type HostRules = Pick<Config, 'publicUrl' | 'host' | 'statusHosts'>;

/** Names that are looked up on one machine or in one network: who has a page there takes the place of what else is there. */
const inside = /(?:^|\.)(?:localhost|localdomain|local|internal|invalid|svc|lan|home\.arpa)$/;

/** Why no page can be at a name; null where one can. Without PUBLIC_URL Nines cannot tell a name of its own, and a page there would take its place. */
export function problemOfHost(host: string, { publicUrl, host: listensAt, statusHosts }: HostRules, machine = hostname()): string | null {
  if (publicUrl === null) return 'needs PUBLIC_URL: whoever runs Nines has to set it, so that Nines knows which name is its own';
  const own = [new URL(publicUrl).hostname, listensAt, machine].map((each) => each.toLowerCase().replace(/\.$/, ''));
  if (own.includes(host)) return 'is the name of Nines itself; choose one that only the page has';
  if (!host.includes('.') || inside.test(host)) return 'is no name that the public can look up';
  if (statusHosts !== null && !statusHosts.some((suffix) => host.endsWith(`.${suffix}`))) {
    return `is not below ${statusHosts.join(' or ')}, where whoever runs Nines lets pages be`;
  }
  return null;
}
