import { z } from 'zod';

export const tlsMode = z
  .enum(['off', 'unverified', 'verified'])
  .meta({ title: 'TLS', description: 'verified insists on a certificate that is trusted and for this host; unverified encrypts and believes everybody' });
