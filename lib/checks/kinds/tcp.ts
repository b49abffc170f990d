import { z } from 'zod';
import type { CheckKind } from './kind';
import { hostName, ipVersion, port } from './settings-of-tls';

const TcpSettings = z.strictObject({
  host: hostName.meta({ title: 'Host', placeholder: 'mail.example.com' }),
  port: port.meta({ title: 'Port', placeholder: '25' }),
  send: z.string().max(4_000).default('').meta({ title: 'Send', description: 'A text that is sent once the connection stands; \\r, \\n, \\t and \\\\ as in C', placeholder: 'PING\\r\\n' }),
  expect: z.string().max(1_000).default('').meta({ title: 'The answer must contain', description: 'Empty: the connection alone is enough', placeholder: '220 ' }),
  ipVersion,
});
export type TcpSettings = z.infer<typeof TcpSettings>;

const NoSecrets = z.strictObject({});

export const tcp: CheckKind<TcpSettings, z.infer<typeof NoSecrets>> = {
  kind: 'tcp',
  title: 'TCP port',
  summary: 'Connects to a port, and can send a text and look for an answer',
  settings: TcpSettings,
  secrets: NoSecrets,
  targetOf: ({ host, port: number }) => `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${number}`,
  destinationOf: ({ host, port: number }) => `${host}:${number}`,
};
