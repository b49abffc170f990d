'use client';

import { useQuery } from '@tanstack/react-query';
import { useNow } from '@/components/alerts/use-now';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { CannotShow } from '@/components/checks/list-parts';
import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { unlockAccount, updateLimits } from '@/lib/limits/api';
import { FixedLimits } from './fixed-limits';
import { limitsQuery } from './limit-queries';
import { LimitsForm } from './limits-form';
import { Lockouts } from './lockouts';
import { RefusedNow } from './refused-now';

/** Every limit in one place: those that can be set, who meets them now, and those that are fixed. */
export function Limits({ viewer }: { viewer: Viewer }) {
  const query = useQuery(limitsQuery());
  const nowMs = useNow(query.data?.at ?? query.dataUpdatedAt, query.dataUpdatedAt);
  if (!query.data && query.isError) {
    return (
      <Card>
        <CannotShow title="The limits cannot be shown" error={query.error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  if (!query.data) {
    return (
      <div role="status" className="flex flex-col gap-4">
        <span className="sr-only">Loading the limits</span>
        <Skeleton className="h-72" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  const { data } = query;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {data.isPlatform ? null : <p className="text-sm text-muted">These are the limits of the whole installation.</p>}
      <LimitsForm stored={{ version: data.version, settings: data.settings }} canEdit={data.isPlatform && mayCall(viewer, updateLimits)} whoCan={data.isPlatform ? 'An owner or admin' : 'Whoever runs the installation'} />
      <RefusedNow limits={data} nowMs={nowMs} />
      {mayCall(viewer, unlockAccount) ? <Lockouts /> : null}
      <FixedLimits fixed={data.fixed} />
    </div>
  );
}
