import type { Permission, Role } from '@/lib/auth/permissions';

/** Who is signed in, as far as the browser needs to know. */
export interface Account {
  name: string | null;
  email: string;
  tenant: string;
  role: Role;
  permissions: readonly Permission[];
  /** How the organisation shows itself. */
  organisation: { timeZone: string | null; locale: string; accent: string | null };
}
