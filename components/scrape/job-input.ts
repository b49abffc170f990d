import type { z } from 'zod';
import type { ScrapeJobInput, ScrapeSettings } from '@/lib/scrape/schemas';

/** A stored job as it is sent: without its secrets, which then stay as they are. */
export function inputOfSettings({ headers, auth, tls, ...common }: ScrapeSettings): z.input<typeof ScrapeJobInput> {
  const { ca, serverName, insecureSkipVerify, clientCert } = tls;
  return {
    ...common,
    headers: headers.map(({ name }) => ({ name })),
    auth: auth.type === 'basic' ? { type: 'basic', username: auth.username } : { type: auth.type },
    tls: { ca, serverName, insecureSkipVerify, clientCert },
  };
}
