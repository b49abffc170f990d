'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonStyle } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { ObjectiveForm } from './objective-form';
import { objectiveFormQuery } from './sla-queries';

/** The form of a stored objective, once it was read. */
export function ObjectiveFormPage({ id }: { id: string }) {
  const query = useQuery(objectiveFormQuery(id));
  if (query.data) return <ObjectiveForm key={id} objective={query.data.objective} />;
  if (query.isError) {
    return (
      <Notice
        icon={CloudOff}
        role="alert"
        title="The objective cannot be shown"
        action={
          <>
            <Button onClick={() => void query.refetch()}>Try again</Button>
            <Link href="/sla" className={buttonStyle()}>
              All objectives
            </Link>
          </>
        }
      >
        {messageOf(query.error)}
      </Notice>
    );
  }
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the objective</span>
      <Skeleton className="h-96" />
    </div>
  );
}
