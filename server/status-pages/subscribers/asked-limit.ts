import { networkOf } from '@/lib/auth/network';
import { subscriberLimits } from '@/lib/status-pages/subscribers';
import { createHourlyLimit } from './hourly-limit';

interface Request {
  /** Of who asks. */
  address: string;
  pageId: string;
  kind: string;
}

/** How often may be asked to subscribe within an hour. */
export interface AskedLimit {
  /** Whether it may be asked once more, which then counts. `nowMs` is in milliseconds since 1970. */
  take(request: Request, nowMs: number): boolean;
}

/** By the network of who asks, by the /48 around it, as one subscriber may have all of that (RFC 6177), and by the page, where mail and webhooks leave each other their share. */
export function createAskedLimit(): AskedLimit {
  const networks = createHourlyLimit(subscriberLimits.perNetwork);
  const sites = createHourlyLimit(subscriberLimits.perSite);
  const pages = createHourlyLimit(subscriberLimits.perPage);
  return {
    take({ address, pageId, kind }, nowMs) {
      const network = networkOf(address);
      const site = siteOf(network);
      return networks.take(network, nowMs) && (site === null || sites.take(site, nowMs)) && pages.take(`${kind} ${pageId}`, nowMs);
    },
  };
}

/** Null for IPv4, whose addresses are counted each by itself. */
function siteOf(network: string): string | null {
  return network.endsWith('::/64') ? network.split(':').slice(0, 3).join(':') : null;
}
