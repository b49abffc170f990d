import { z } from 'zod';

const certificates = /^\s*(?:-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----\s*)+$/;
const privateKey = /^\s*(?:-----BEGIN EC PARAMETERS-----[\w+/=\s]+-----END EC PARAMETERS-----\s*)?-----BEGIN (RSA |EC |)PRIVATE KEY-----[\w+/=\s]+-----END \1PRIVATE KEY-----\s*$/;
const locked = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/;

/** What a server asks for that lets nobody in without a certificate of their own (mutual TLS, RFC 8446, 4.4.2). Both are kept as secrets. */
export const clientIdentity = {
  clientCertificate: z
    .string()
    .max(20_000)
    .regex(certificates, 'must be certificates in PEM, from BEGIN CERTIFICATE to END CERTIFICATE, without other text')
    .optional()
    .meta({ title: 'Client certificate', description: 'PEM, the own one first; for a server that asks for one', placeholder: '-----BEGIN CERTIFICATE-----', isMultiline: true }),
  clientKey: z
    .string()
    .max(20_000)
    .superRefine((text, context) => {
      if (locked.test(text)) context.addIssue({ code: 'custom', message: 'has a passphrase: enter the key without one, it is stored encrypted' });
      else if (!privateKey.test(text)) context.addIssue({ code: 'custom', message: 'must be a private key in PEM, from BEGIN PRIVATE KEY to END PRIVATE KEY' });
    })
    .optional()
    .meta({ title: 'Key of the client certificate', description: 'PEM, without a passphrase', placeholder: '-----BEGIN PRIVATE KEY-----', isMultiline: true }),
};

export interface ClientIdentity {
  clientCertificate?: string | undefined;
  clientKey?: string | undefined;
}

/** For the schema of the secrets of a kind: one without the other is of no use. */
export function bothOrNone({ clientCertificate, clientKey }: ClientIdentity, context: z.RefinementCtx): void {
  if (clientCertificate !== undefined && clientKey === undefined) context.addIssue({ code: 'custom', path: ['clientKey'], message: 'is needed with the client certificate' });
  if (clientKey !== undefined && clientCertificate === undefined) context.addIssue({ code: 'custom', path: ['clientCertificate'], message: 'is needed with its key' });
}
