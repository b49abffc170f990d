import type { ReactNode } from 'react';
import { QueryProvider } from '@/components/query-provider';
import { RealtimeProvider } from '@/components/realtime/realtime-provider';
import { Shell } from '@/components/shell/shell';
import { pageSession } from '@/server/auth/page-session';

/** The house around every signed-in page. Without a session the page itself redirects, because it knows where to come back to. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const session = await pageSession();
  if (!session) return children;
  const { user, tenant, role, permissions } = session;
  const account = { name: user.name, email: user.email, tenant: tenant.name, role, permissions };
  const shell = <Shell account={account}>{children}</Shell>;
  return <QueryProvider>{permissions.includes('monitoring.read') ? <RealtimeProvider>{shell}</RealtimeProvider> : shell}</QueryProvider>;
}
