import { z } from 'zod';

/** A host as it is connected to: a name (underscores as they are found in private networks) or an address. IPv6 may stand in brackets. */
export const hostName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(253)
  .regex(/^(?:[a-zA-Z0-9_](?:[\w-]*[a-zA-Z0-9_])?(?:\.[a-zA-Z0-9_](?:[\w-]*[a-zA-Z0-9_])?)*\.?|\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:%[\w.-]{1,30})?\]?)$/, 'must be a host name or an address, without a port');
export const port = z.number().int().min(1).max(65_535);

export const ipVersion = z.enum(['auto', '4', '6']).default('auto').meta({ title: 'IP version', description: 'auto takes the first address that answers', isAdvanced: true });
export const isTrustRequired = z.boolean().default(true).meta({ title: 'The certificate must be trusted', description: 'Of a known authority, valid today, and for this name', isAdvanced: true });
export const serverName = hostName
  .nullable()
  .default(null)
  .meta({ title: 'Server name', description: 'That is asked for and must be in the certificate; empty takes the host', placeholder: 'www.example.com', isAdvanced: true });

/** Days that are left of the certificate that ends first. */
export function expiryDays(initial: number | null) {
  return z.number().int().min(0).max(3_650).nullable().default(initial);
}
