import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Sealer } from '@/server/secrets/sealed';
import type { SlaSources } from '@/server/sla/measured-objectives';

/** What the verbs of statements work with. */
export interface StatementSources extends SlaSources {
  /** The signing key comes from it. */
  sealer: Sealer;
}

export type StatementReader = Pick<Caller, 'tenant' | 'now'>;

/** A wrong field of what a statement is asked for. */
export function invalidField(field: string, message: string): AppError {
  const path = `body.${field}`;
  return new AppError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}
