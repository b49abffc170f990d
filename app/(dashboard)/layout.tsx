import type { ReactNode } from 'react';
import { LeadToSecondFactor } from '@/components/account/lead-to-second-factor';
import { OwnPreferences } from '@/components/account/own-preferences';
import { QueryProvider } from '@/components/query-provider';
import { RealtimeProvider } from '@/components/realtime/realtime-provider';
import { Shell } from '@/components/shell/shell';
import { preferencesOf } from '@/server/account/own-account';
import { pageSession } from '@/server/auth/page-session';
import { runtime } from '@/server/runtime';
import { readSettings } from '@/server/settings/settings';

/** The house around every signed-in page. Without a session the page itself redirects, because it knows where to come back to. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const session = await pageSession();
  if (!session) return children;
  const { user, tenant, role, permissions } = session;
  const { settings: organisation } = await readSettings(runtime().database, tenant, 'organisation');
  const account = { name: user.name, email: user.email, tenant: tenant.name, role, permissions, organisation };
  const { theme, timeZone } = await preferencesOf(runtime().database, user.id);
  const page = session.needsSecondFactor ? <LeadToSecondFactor>{children}</LeadToSecondFactor> : children;
  const shell = (
    <OwnPreferences theme={theme} timeZone={timeZone}>
      <Shell account={account}>{page}</Shell>
    </OwnPreferences>
  );
  return <QueryProvider>{permissions.includes('monitoring.read') ? <RealtimeProvider>{shell}</RealtimeProvider> : shell}</QueryProvider>;
}
