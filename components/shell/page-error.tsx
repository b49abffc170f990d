'use client';

import { TriangleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** An unexpected failure. The digest finds its line in the log; the message itself stays on the server. */
export function PageError({ digest, onRetry }: { digest?: string; onRetry: () => void }) {
  return (
    <Notice
      icon={TriangleAlert}
      level={1}
      role="alert"
      title="This page could not be shown"
      className="min-h-[60dvh] justify-center"
      action={
        <Button look="primary" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      <p>Something failed that was not expected. Trying again often helps; the log of Nines says more.</p>
      {digest ? <p className="mt-2 font-mono text-xs">Look for {digest} in the log.</p> : null}
    </Notice>
  );
}
