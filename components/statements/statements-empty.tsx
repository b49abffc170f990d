'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff, FileCheck } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonStyle } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { anyObjectiveQuery } from './statement-queries';

/** What the page will show, and the next step to get there. */
export function StatementsEmpty({ canEdit }: { canEdit: boolean }) {
  const query = useQuery(anyObjectiveQuery());
  if (query.data === undefined) {
    if (!query.isError) return <Skeleton className="m-4 h-40" />;
    return (
      <Notice icon={CloudOff} role="alert" title="The objectives cannot be read" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
        {messageOf(query.error)}
      </Notice>
    );
  }
  const step = query.data
    ? { words: 'The first takes a service and a month; you see what it says before it is issued.', href: '/sla/statements/new', label: 'Make the first statement' }
    : { words: 'It begins with an objective: how much of the time a service has to be up.', href: '/sla', label: 'Set the first objective' };
  return (
    <Notice
      icon={FileCheck}
      title="No statement yet"
      action={
        canEdit ? (
          <Link href={step.href} className={buttonStyle({ look: 'primary' })}>
            {step.label}
          </Link>
        ) : undefined
      }
    >
      A statement freezes a month of a service: how its objectives were kept, every stretch that was lost or left out with its evidence, signed so that a change is found out. {canEdit ? step.words : 'An owner or admin can issue one.'}
    </Notice>
  );
}
