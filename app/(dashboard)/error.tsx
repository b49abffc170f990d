'use client';

import { PageError } from '@/components/shell/page-error';

export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <PageError digest={error.digest} onRetry={retry} />;
}
