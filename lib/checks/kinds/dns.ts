import { z } from 'zod';
import type { CheckKind } from './kind';
import { hostName } from './settings-of-tls';

export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SRV', 'CAA', 'SOA', 'PTR'] as const;
export type RecordType = (typeof recordTypes)[number];

const serverAddress = z
  .string()
  .trim()
  .max(270)
  .refine((text) => readServer(text) !== null, 'must be a name server: an address or a name, with a port if it is not 53 ([2001:db8::1]:5353)');

const Settings = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(254)
      .regex(/^(?:(?:\*|[\w-]{1,63})(?:\.[\w-]{1,63})*\.?|[0-9a-fA-F]*:[0-9a-fA-F:.]*)$/, 'must be a name of the DNS')
      .meta({ title: 'Name', description: 'For PTR, an address', placeholder: 'example.com' }),
    type: z.enum(recordTypes).default('A').meta({ title: 'Record type' }),
    server: serverAddress.nullable().default(null).meta({ title: 'Name server', description: 'Empty: those of the machine', placeholder: '1.1.1.1' }),
    match: z
      .enum(['all', 'any', 'exactly'])
      .default('all')
      .meta({ title: 'Of the expected answers', description: 'all must be there, any one of them is enough, or exactly they and nothing else' }),
    expected: z
      .array(z.string().trim().min(1).max(1_000))
      .max(50)
      .default([])
      .meta({ title: 'Expected answers', description: 'One a line; none: any answer at all', placeholder: '192.0.2.10' }),
  })
  .refine(({ name, type }) => type === 'PTR' || !name.includes(':'), { path: ['name'], message: 'is an address, and only PTR asks for those' });
const Secrets = z.strictObject({});

export type DnsSettings = z.infer<typeof Settings>;

export const dns: CheckKind<DnsSettings, Record<string, never>> = {
  kind: 'dns',
  title: 'DNS',
  summary: 'Asks a name server for a record and looks at the answers',
  settings: Settings,
  secrets: Secrets,
  targetOf: ({ name, type, server }) => `${type} ${name}${server === null ? '' : ` at ${server}`}`,
  destinationOf: () => '',
};

/** A name server as `host`, `host:port` or `[IPv6]:port`; null for what is none, and for an address with a zone, which resolvers do not take. */
export function readServer(text: string): { host: string; port: number } | null {
  if (text.includes('%')) return null;
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text.trim()) ?? (/^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(text.trim()) ? [text, text.trim()] : null);
  const host = hostName.safeParse(match?.[1] ?? match?.[2] ?? '');
  const port = Number(match?.[3] ?? 53);
  return host.success && port >= 1 && port <= 65_535 ? { host: host.data, port } : null;
}
