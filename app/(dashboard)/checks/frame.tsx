import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { NoAccess } from '@/components/shell/no-access';
import type { Permission } from '@/lib/auth/permissions';
import { pageSession } from '@/server/auth/page-session';

interface FrameProps {
  path: string;
  children: (permissions: readonly Permission[]) => ReactNode;
}

/** The frame of the pages that show checks. */
export async function ChecksFrame({ path, children }: FrameProps) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return children(session.permissions);
}

interface FormFrameProps {
  title: string;
  path: string;
  back: { href: string; label: string };
  children: ReactNode;
}

/** The frame of the pages that change checks, for those who may. */
export async function CheckFormFrame({ title, path, back, children }: FormFrameProps) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(path)}`);
  if (!session.permissions.includes('monitoring.config.update')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4">
      <Link href={back.href} className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        {back.label}
      </Link>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {children}
    </div>
  );
}
