import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Explore } from '@/components/explore/explore';
import { NoAccess } from '@/components/shell/no-access';
import { pageSession } from '@/server/auth/page-session';

export const metadata: Metadata = { title: 'Explore' };

interface ExplorePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ExplorePage({ searchParams }: ExplorePageProps) {
  const session = await pageSession();
  if (!session) redirect(`/sign-in?next=${encodeURIComponent(`/explore${searchOf(await searchParams)}`)}`);
  if (!session.permissions.includes('monitoring.read')) return <NoAccess tenant={session.tenant.name} role={session.role} />;
  return (
    <>
      <h1 className="sr-only">Explore</h1>
      <Explore />
    </>
  );
}

/** The query of the URL as it was, so that a shared link survives the sign-in. */
function searchOf(search: Record<string, string | string[] | undefined>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) => [value ?? []].flat().map((each): [string, string] => [name, each]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}
