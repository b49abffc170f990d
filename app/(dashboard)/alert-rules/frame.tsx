import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { NoAccess } from '@/components/shell/no-access';
import type { Permission } from '@/lib/auth/permissions';
import { pageSession } from '@/server/auth/page-session';

interface FrameProps {
  title: string;
  path: string;
  /** What one must be allowed to see the page. */
  needed: Permission;
  /** Wide enough to have something stand beside. */
  isWide?: boolean;
  children: (canEdit: boolean) => ReactNode;
}

/** The frame of the pages below the list of rules. */
export async function RulesFrame({ title, path, needed, isWide = false, children }: FrameProps) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!session.permissions.includes(needed)) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <div className={cn('mx-auto flex flex-col gap-4', isWide ? 'max-w-6xl' : 'max-w-4xl')}>
      <Link href="/alert-rules" className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        All rules
      </Link>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {children(session.permissions.includes('monitoring.config.update'))}
    </div>
  );
}
