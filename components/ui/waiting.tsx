'use client';

import { CloudOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { messageOf } from '@/lib/errors';
import { Button } from './button';
import { Notice } from './notice';
import { Skeleton } from './skeleton';

interface WaitingProps {
  /** What is being read: `rule`. */
  thing: string;
  /** Why it could not be read; null while it is. */
  error: Error | null;
  onRetry: () => void;
  /** A link to somewhere else. */
  wayOut?: ReactNode;
  /** Its shape while it is being read. */
  children?: ReactNode;
}

/** What stands in the place of something that is not there yet, or cannot be. */
export function Waiting({ thing, error, onRetry, wayOut, children = <Skeleton className="h-96" /> }: WaitingProps) {
  if (!error) {
    return (
      <div role="status" className="flex flex-col gap-4">
        <span className="sr-only">Loading the {thing}</span>
        {children}
      </div>
    );
  }
  const action = (
    <>
      <Button onClick={onRetry}>Try again</Button>
      {wayOut}
    </>
  );
  return (
    <Notice icon={CloudOff} role="alert" title={`The ${thing} cannot be shown`} action={action}>
      {messageOf(error)}
    </Notice>
  );
}
