import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Host } from '@/components/hosts/host';
import { NoAccess } from '@/components/shell/no-access';
import { pageSession } from '@/server/auth/page-session';

export const metadata: Metadata = { title: 'Host' };

export default async function HostPage({ params }: { params: Promise<{ key: string }> }) {
  const key = decoded((await params).key);
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/hosts/${key}`)}`);
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return <Host hostKey={key} />;
}

/** A key needs no encoding, but browsers and proxies may encode it all the same. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
