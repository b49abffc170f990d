import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Alert } from '@/components/alerts/alert';
import { NoAccess } from '@/components/shell/no-access';
import { pageSession } from '@/server/auth/page-session';

export const metadata: Metadata = { title: 'Alert' };

export default async function AlertPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/alerts/${id}`)}`);
  const { user, tenant, role, permissions } = session;
  if (!permissions.includes('monitoring.read')) return <NoAccess tenant={tenant.name} role={role} />;
  return <Alert key={id} id={id} viewer={{ id: user.id, name: user.name ?? user.email, permissions }} />;
}
