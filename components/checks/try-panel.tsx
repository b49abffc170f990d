'use client';

import { FlaskConical } from 'lucide-react';
import { Card, CardHeader } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import type { ProbeResult } from '@/lib/checks/schemas';
import { messageOf } from '@/lib/errors';
import { TriedCheck } from './tried-check';

interface TryPanelProps {
  tried: { result: ProbeResult; atMs: number } | undefined;
  isTrying: boolean;
  error: unknown;
  /** The form was changed since. */
  isOld: boolean;
}

/** What a try of the form found, beside the form. */
export function TryPanel({ tried, isTrying, error, isOld }: TryPanelProps) {
  return (
    <Card id="tried" aria-labelledby="tried-title" className="scroll-mt-20 lg:sticky lg:top-20">
      <h2 className="sr-only">Try</h2>
      <CardHeader id="tried-title" title="Result" note={tried && isOld && !isTrying ? 'of an earlier version of the form' : undefined} />
      <div className="border-t px-4 py-4" aria-busy={isTrying}>
        {isTrying ? (
          <div role="status" className="flex flex-col gap-3">
            <span className="text-sm text-muted">Trying it once</span>
            <Skeleton className="h-5 w-3/4" />
            <Skeleton className="h-16" />
          </div>
        ) : error ? (
          <p role="alert" className="text-sm break-words text-critical">
            {messageOf(error)}
          </p>
        ) : tried ? (
          <div className={isOld ? 'opacity-60' : undefined}>
            <TriedCheck result={tried.result} atMs={tried.atMs} />
          </div>
        ) : (
          <p className="flex items-start gap-3 text-sm text-muted">
            <FlaskConical aria-hidden className="mt-0.5 size-4 shrink-0" />
            Try shows what the check finds, before it is saved: the answer, and where its time goes.
          </p>
        )}
      </div>
    </Card>
  );
}
