'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff, ShieldCheck } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonStyle } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { groundQuery } from './sla-queries';

/** What the page will show, and the next step to get there: a service, a check, or the first objective. */
export function SlaEmpty({ canEdit }: { canEdit: boolean }) {
  const ground = useQuery(groundQuery(true));
  if (!ground.data) {
    if (!ground.isError) return <Skeleton className="m-4 h-40" />;
    return (
      <Notice icon={CloudOff} role="alert" title="The services cannot be read" action={<Button onClick={() => void ground.refetch()}>Try again</Button>}>
        {messageOf(ground.error)}
      </Notice>
    );
  }
  const { words, href, label } = stepOf(ground.data);
  return (
    <Notice
      icon={ShieldCheck}
      title="No objective yet"
      action={
        canEdit ? (
          <Link href={href} className={buttonStyle({ look: 'primary' })}>
            {label}
          </Link>
        ) : undefined
      }
    >
      An objective says how much of the time a service has to be up. This page then shows what was measured, what is left of the error budget, and how fast it goes. {canEdit ? words : 'An owner or admin can add one.'}
    </Notice>
  );
}

function stepOf({ services, checks }: { services: number; checks: number }): { words: string; href: string; label: string } {
  if (services === 0) return { words: 'It begins with a service and a check of it.', href: '/services/new', label: 'Add the first service' };
  if (checks === 0) return { words: 'It needs something that is measured: a check of a service.', href: '/checks/new', label: 'Add the first check' };
  return { words: 'The usual one takes a press or two: a service, 99.99 %, the last 30 days.', href: '/sla/new', label: 'Create the first objective' };
}
