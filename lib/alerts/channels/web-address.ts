import { z } from 'zod';

/** An address that a person enters. Whether it may be connected to is decided when it is. */
export function webAddress(...schemes: ('http' | 'https')[]) {
  const protocol = new RegExp(`^(?:${schemes.join('|')})$`);
  return z
    .url({ protocol, error: `must be an ${schemes.join(' or ')} URL` })
    .max(2_000)
    .refine((text) => URL.canParse(text) && isPlain(new URL(text)), 'must be without a user, a password or a fragment');
}

function isPlain({ username, password, hash }: URL): boolean {
  return username === '' && password === '' && hash === '';
}

/** What may stand in the value of a header (RFC 9110, 5.5), without the bytes above ASCII. */
export const headerValue = z.string().max(4_000).regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'must be visible ASCII characters');
export const authority = z
  .string()
  .max(64_000)
  .regex(/^\s*-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/, 'must be a certificate in PEM')
  .nullable()
  .default(null)
  .meta({ title: 'Certificate authority', description: 'PEM, for a server whose certificate is not publicly trusted', placeholder: '-----BEGIN CERTIFICATE-----', isAdvanced: true, isMultiline: true });
