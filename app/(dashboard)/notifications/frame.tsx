import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { NotificationsNav } from '@/components/alerts/notify/area-nav';
import type { Viewer } from '@/components/alerts/viewer';
import { NoAccess } from '@/components/shell/no-access';
import { pageSession } from '@/server/auth/page-session';

interface FrameProps {
  title: string;
  path: string;
  children: (viewer: Viewer) => ReactNode;
}

/** The frame of routing, channels and the log. */
export async function NotificationsFrame({ title, path, children }: FrameProps) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  const { user, tenant, role, permissions } = session;
  if (!permissions.includes('monitoring.read')) return <NoAccess tenant={tenant.name} role={role} />;
  return (
    <div className="flex flex-col gap-4">
      <h1 className="sr-only">{title}</h1>
      <NotificationsNav />
      {children({ id: user.id, name: user.name ?? user.email, permissions })}
    </div>
  );
}

/** The frame of the pages that change channels, for those who may. */
export async function ChannelFrame({ title, path, children }: { title: string; path: string; children: ReactNode }) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!session.permissions.includes('monitoring.config.update')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4">
      <Link href="/notifications/channels" className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        All channels
      </Link>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {children}
    </div>
  );
}
