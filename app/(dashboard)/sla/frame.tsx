import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { NoAccess } from '@/components/shell/no-access';
import { cn } from '@/components/ui/cn';
import type { Permission } from '@/lib/auth/permissions';
import { pageSession } from '@/server/auth/page-session';

interface FrameProps {
  path: string;
  /** What one must be allowed to see the page. */
  needed: Permission;
  /** Of a form; a page that shows an objective has its name. */
  title?: string;
  children: (canEdit: boolean) => ReactNode;
}

/** The frame of the pages below the list of objectives. */
export async function SlaFrame({ path, needed, title, children }: FrameProps) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!session.permissions.includes(needed)) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <div className={cn('flex min-w-0 flex-col gap-4', title && 'mx-auto max-w-3xl')}>
      <Link href="/sla" className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        All objectives
      </Link>
      {title ? <h1 className="text-2xl font-semibold tracking-tight">{title}</h1> : null}
      {children(session.permissions.includes('monitoring.config.update'))}
    </div>
  );
}
