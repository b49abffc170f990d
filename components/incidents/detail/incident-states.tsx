import { CloudOff, SearchX } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonStyle } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { isAppError, messageOf } from '@/lib/errors';

/** Nothing of the incident could be read: there is none, or the server does not answer. */
export function IncidentMissing({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const all = (
    <Link href="/incidents" className={buttonStyle()}>
      All incidents
    </Link>
  );
  if (isAppError(error) && (error.code === 'not_found' || error.code === 'invalid')) {
    return (
      <Notice icon={SearchX} level={1} title="This incident is not known" action={all}>
        {messageOf(error)}
      </Notice>
    );
  }
  const action = (
    <>
      <Button onClick={onRetry}>Try again</Button>
      {all}
    </>
  );
  return (
    <Notice icon={CloudOff} level={1} role="alert" title="The incident cannot be shown" action={action}>
      {messageOf(error)}
    </Notice>
  );
}

export function IncidentSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the incident</span>
      <Skeleton className="h-56 lg:h-44" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Skeleton className="h-96" />
        <Skeleton className="hidden h-96 lg:block" />
      </div>
    </div>
  );
}
