import { z } from 'zod';
import type { CheckKind } from './kind';
import { hostName, ipVersion } from './settings-of-tls';

const Settings = z.strictObject({
  host: hostName.meta({ title: 'Host', placeholder: 'router.example.com' }),
  packets: z.number().int().min(1).max(10).default(3).meta({ title: 'Packets', description: 'How many are sent, 0.2 s apart' }),
  maxLossPercent: z.number().min(0).max(99).default(0).meta({ title: 'Allowed loss in percent' }),
  packetBytes: z.number().int().min(16).max(1_472).default(56).meta({ title: 'Size of a packet in bytes', isAdvanced: true }),
  ipVersion,
});
const Secrets = z.strictObject({});

export type PingSettings = z.infer<typeof Settings>;

export const ping: CheckKind<PingSettings, Record<string, never>> = {
  kind: 'ping',
  title: 'Ping',
  summary: 'Sends echo requests (ICMP) to a host',
  settings: Settings,
  secrets: Secrets,
  targetOf: ({ host }) => host,
  destinationOf: () => '',
};
