'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CannotShow } from '@/components/checks/list-parts';
import { Managed } from '@/components/ui/managed';
import { Skeleton } from '@/components/ui/skeleton';
import { PageState } from './page-state';
import { StatusPageForm } from './status-page-form';
import { statusPageFormQuery } from './status-page-queries';
import { Subscribers } from './subscribers/subscribers';

/** What the public is told, and how: the settings of the status page. */
export function StatusPage({ canEdit, canExport }: { canEdit: boolean; canExport: boolean }) {
  const query = useQuery(statusPageFormQuery());
  const [savedVersion, setSavedVersion] = useState<number | null>(null);
  if (query.data) {
    return (
      <div className="mx-auto flex max-w-3xl flex-col gap-4">
        <PageState page={query.data} />
        {canEdit ? (
          <Managed section="statusPage">
            <StatusPageForm key={query.data.version} page={query.data} isSaved={savedVersion === query.data.version} onSaved={({ version }) => setSavedVersion(version)} />
          </Managed>
        ) : null}
        {query.data.version > 0 ? <Subscribers canEdit={canEdit} canExport={canExport} /> : null}
      </div>
    );
  }
  if (query.isError) return <CannotShow title="The status page cannot be shown" error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div role="status" className="mx-auto max-w-3xl">
      <span className="sr-only">Loading the status page</span>
      <Skeleton className="h-96" />
    </div>
  );
}
