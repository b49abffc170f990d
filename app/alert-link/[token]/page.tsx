import type { Metadata } from 'next';
import { AlertLink } from '@/components/alerts/alert-link';
import { QueryProvider } from '@/components/query-provider';

export const metadata: Metadata = { title: 'Alert', robots: { index: false, follow: false }, referrer: 'no-referrer' };

/** For whoever holds the link of a message; it needs no session, and asks before it changes anything. */
export default async function AlertLinkPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <QueryProvider>
      <AlertLink token={token} />
    </QueryProvider>
  );
}
