import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Scraping } from '@/components/scrape/scraping';
import { NoAccess } from '@/components/shell/no-access';
import { pageSession } from '@/server/auth/page-session';

export const metadata: Metadata = { title: 'Scraping' };

export default async function ScrapingPage() {
  const session = await pageSession();
  if (!session) redirect('/sign-in?next=/scraping');
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <>
      <h1 className="sr-only">Scraping</h1>
      <Scraping canEdit={session.permissions.includes('monitoring.config.update')} />
    </>
  );
}
