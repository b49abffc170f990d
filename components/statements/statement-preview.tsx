import type { UseQueryResult } from '@tanstack/react-query';
import { CloudOff, FileSearch } from 'lucide-react';
import type { z } from 'zod';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import type { previewStatement } from '@/lib/statements/api';
import { StatementSheet } from './statement-sheet';

type Preview = z.output<(typeof previewStatement)['response']>;

/** What would be issued, as it would look. */
export function StatementPreview({ query, isAsked }: { query: UseQueryResult<Preview | null>; isAsked: boolean }) {
  if (!isAsked) {
    return (
      <Card aria-label="Preview" className="max-w-4xl">
        <Notice icon={FileSearch} title="Here stands what it will say">
          Choose a service that has an objective, and a month.
        </Notice>
      </Card>
    );
  }
  if (query.isError) {
    return (
      <Card aria-label="Preview" className="max-w-4xl">
        <Notice icon={CloudOff} role="alert" title="The month cannot be counted" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
          {messageOf(query.error)}
        </Notice>
      </Card>
    );
  }
  if (!query.data) {
    return (
      <Card aria-label="Preview" role="status" className="flex max-w-4xl flex-col gap-4 p-10">
        <span className="sr-only">Counting the month</span>
        <Skeleton className="h-8 max-w-64" />
        <Skeleton className="h-24" />
        <Skeleton className="h-64" />
      </Card>
    );
  }
  return (
    <div aria-busy={query.isPlaceholderData} className={cn('min-w-0 transition-opacity duration-150', query.isPlaceholderData && 'opacity-60')}>
      <StatementSheet statement={query.data.statement} issued={null} level={2} />
    </div>
  );
}
