import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { OnCallNav } from '@/components/alerts/notify/area-nav';
import type { Viewer } from '@/components/alerts/viewer';
import { NoAccess } from '@/components/shell/no-access';
import { pageSession } from '@/server/auth/page-session';

interface FrameProps {
  title: string;
  path: string;
  children: (viewer: Viewer) => ReactNode;
}

/** The frame of schedules and policies. */
export async function OnCallFrame({ title, path, children }: FrameProps) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  const { user, tenant, role, permissions } = session;
  if (!permissions.includes('monitoring.read')) return <NoAccess tenant={tenant.name} role={role} />;
  return (
    <div className="flex flex-col gap-4">
      <h1 className="sr-only">{title}</h1>
      <OnCallNav />
      {children({ id: user.id, name: user.name ?? user.email, permissions })}
    </div>
  );
}

interface EditingFrameProps {
  title: string;
  path: string;
  /** The list that the thing is in. */
  list: { href: string; label: string };
  children: ReactNode;
}

/** The frame of the pages that change a schedule or a policy, for those who may. */
export async function EditingFrame({ title, path, list, children }: EditingFrameProps) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!session.permissions.includes('monitoring.config.update')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4">
      <Link href={list.href} className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        {list.label}
      </Link>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {children}
    </div>
  );
}
