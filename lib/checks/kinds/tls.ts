import { z } from 'zod';
import { authority } from '@/lib/alerts/channels/web-address';
import { bothOrNone, clientIdentity } from './client-identity';
import type { CheckKind } from './kind';
import { expiryDays, hostName, ipVersion, isTrustRequired, port, serverName } from './settings-of-tls';

const TlsSettings = z.strictObject({
  host: hostName.meta({ title: 'Host', placeholder: 'www.example.com' }),
  port: port.default(443).meta({ title: 'Port' }),
  warnDays: expiryDays(21).meta({ title: 'Warn before the certificate ends (days)' }),
  failDays: expiryDays(7).meta({ title: 'Fail before the certificate ends (days)', description: 'Empty: when it has ended' }),
  isTrustRequired,
  serverName,
  ca: authority,
  ipVersion,
});
export type TlsSettings = z.infer<typeof TlsSettings>;

const TlsSecrets = z.strictObject(clientIdentity).superRefine(bothOrNone);
export type TlsSecrets = z.infer<typeof TlsSecrets>;

export const tls: CheckKind<TlsSettings, TlsSecrets> = {
  kind: 'tls',
  title: 'TLS certificate',
  summary: 'Looks at the certificates of a server: whom they are for, who signed them and how long they last',
  settings: TlsSettings,
  secrets: TlsSecrets,
  targetOf: ({ host, port: number }) => `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${number}`,
  destinationOf: ({ host, port: number, ca, serverName: name, isTrustRequired: isTrusted }) => JSON.stringify([host.toLowerCase(), number, ca, name, isTrusted]),
};
