import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { NoAccess } from '@/components/shell/no-access';
import { cn } from '@/components/ui/cn';
import type { Permission } from '@/lib/auth/permissions';
import { pageSession, type PageSession } from '@/server/auth/page-session';

interface GateProps {
  /** Where to come back to after the sign-in. */
  path: string;
  /** What one must be allowed to see the page. */
  needed: Permission;
  children: (session: PageSession) => ReactNode;
}

/** Lets in who is signed in and may see the page. */
export async function Gate({ path, needed, children }: GateProps) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!session.permissions.includes(needed)) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return children(session);
}

/** The way from a page to the list that it belongs to. */
export function BackLink({ href, label }: { href: string; label: string }) {
  return (
    <Link href={href} className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
      <ArrowLeft aria-hidden className="size-4" />
      {label}
    </Link>
  );
}

interface EditingFrameProps {
  title: string;
  path: string;
  back: { href: string; label: string };
  /** Wide enough to have something stand beside. */
  isWide?: boolean;
  children: ReactNode;
}

/** The frame of the pages that change something, for those who may. */
export function EditingFrame({ title, path, back, isWide = false, children }: EditingFrameProps) {
  return (
    <Gate path={path} needed="monitoring.config.update">
      {() => (
        <div className={cn('mx-auto flex flex-col gap-4', isWide ? 'max-w-6xl' : 'max-w-3xl')}>
          <BackLink {...back} />
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {children}
        </div>
      )}
    </Gate>
  );
}
