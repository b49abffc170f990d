import type { TenantRef } from '@/lib/tenants';
import type { Permission, Role } from '@/lib/auth/permissions';

/** Who acts: a person by a session, a program by a key, or Nines itself by the name of a job. */
export type Actor =
  | { kind: 'user'; id: string; email: string; name: string | null; role: Role; sessionId: string }
  | { kind: 'key'; id: string; name: string }
  | { kind: 'system'; job: string };

/** The caller of a service verb. `now` is read once a request or tick. */
export interface Caller {
  tenant: TenantRef & { slug: string; name: string };
  actor: Actor;
  permissions: readonly Permission[];
  now: number;
  requestId: string;
  /** The address that the request came from; absent where nobody asked, as in a job. */
  address?: string;
}
