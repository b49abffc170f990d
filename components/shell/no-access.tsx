import { Lock } from 'lucide-react';
import { Notice } from '@/components/ui/notice';
import { SignOutButton } from './sign-out-button';
import type { Role } from '@/lib/auth/permissions';

export function NoAccess({ tenant, role }: { tenant: string; role: Role }) {
  return (
    <Notice icon={Lock} level={1} title="You have no access to monitoring" className="min-h-[60dvh] justify-center" action={<SignOutButton />}>
      <p>
        You are signed in to {tenant} with the role {role.toLowerCase()}. Monitoring is open to owners and admins. Ask an owner of {tenant} to
        change your role; this page then shows the health of the system.
      </p>
    </Notice>
  );
}
