import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { SuppressionNav } from '@/components/alerts/suppression/suppression-nav';
import { NoAccess } from '@/components/shell/no-access';
import type { Permission } from '@/lib/auth/permissions';
import { pageSession } from '@/server/auth/page-session';

interface FrameProps {
  title: string;
  /** Where to come back to after the sign-in. */
  path: string;
  /** What one must be allowed to change what is shown. */
  toEdit: Permission;
  children: (canEdit: boolean) => ReactNode;
}

/** The frame of the pages on what tells nobody. */
export async function SilencesFrame({ title, path, toEdit, children }: FrameProps) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4">
      <h1 className="sr-only">{title}</h1>
      <SuppressionNav />
      {children(session.permissions.includes(toEdit))}
    </div>
  );
}
