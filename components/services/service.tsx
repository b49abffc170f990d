'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Boxes } from 'lucide-react';
import Link from 'next/link';
import { OtherAlerts } from '@/components/alerts/other-alerts';
import { useLiveAlerts } from '@/components/alerts/use-live-alerts';
import { useNow } from '@/components/alerts/use-now';
import { serviceChecksQuery } from '@/components/checks/check-queries';
import { CannotShow } from '@/components/checks/list-parts';
import { useLiveChecks } from '@/components/checks/use-live-checks';
import { buttonStyle } from '@/components/ui/button';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { isAppError, messageOf } from '@/lib/errors';
import { ServiceBadges } from './service-badges';
import { ServiceBars } from './service-bars';
import { ServiceChecks } from './service-checks';
import { ServiceFacts } from './service-facts';
import { ServiceHeading } from './service-heading';
import { ServiceLatency } from './service-latency';
import { ServiceNeeds } from './service-needs';
import { serviceAlertsQuery, serviceQuery } from './service-queries';

/** One service: whether it works and since when, its checks, what it needs, and what is open. */
export function Service({ id, canEdit: isAllowed }: { id: string; canEdit: boolean }) {
  const canEdit = useCanEdit('services', isAllowed);
  const canAddCheck = useCanEdit('checks', isAllowed);
  const query = useQuery(serviceQuery(id));
  const checks = useQuery(serviceChecksQuery(id));
  const name = query.data?.service.settings.name;
  const alerts = useQuery({ ...serviceAlertsQuery(name ?? ''), enabled: name !== undefined });
  const nowMs = useNow(checks.data?.at ?? query.dataUpdatedAt, checks.data ? checks.dataUpdatedAt : query.dataUpdatedAt);
  useLiveChecks();
  useLiveAlerts();
  const retry = () => void Promise.all([query.refetch(), checks.refetch()]);
  if (!query.data) {
    if (!query.isError) return <ServiceSkeleton />;
    if (isAppError(query.error) && (query.error.code === 'not_found' || query.error.code === 'invalid')) return <Unknown message={messageOf(query.error)} />;
    return <CannotShow level={1} title="The service cannot be shown" error={query.error} onRetry={retry} />;
  }
  const { service, dependsOn, neededBy } = query.data;
  return (
    <div className="flex flex-col gap-4">
      <Link href="/services" className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        All services
      </Link>
      <ServiceHeading service={service} nowMs={nowMs} canEdit={canEdit} canAddCheck={canAddCheck} />
      <ManagedNotice section="services" />
      <h2 className="sr-only">What is known of it</h2>
      {query.isError || checks.isError ? <RefreshFailed message={messageOf(query.error ?? checks.error)} onRetry={retry} /> : null}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:grid-rows-[auto_1fr]">
        <div className="min-w-0">
          <ServiceChecks checks={checks.data?.checks} serviceId={id} nowMs={nowMs} canAddCheck={canAddCheck} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 lg:row-span-2">
          <OtherAlerts title="Open alerts" note="of this service" alerts={alerts.data?.alerts ?? []} nowMs={nowMs} />
          <ServiceNeeds service={service} dependsOn={dependsOn} neededBy={neededBy} canEdit={canEdit} />
          <ServiceFacts service={service} />
          <ServiceBadges id={id} canEdit={canEdit} />
        </div>
        {checks.data && checks.data.checks.length > 0 ? (
          <div className="flex min-w-0 flex-col gap-4">
            <ServiceBars service={service} />
            <ServiceLatency checks={checks.data.checks} />
          </div>
        ) : null}
      </div>
    </div>
  );
}

function Unknown({ message }: { message: string }) {
  return (
    <Notice
      icon={Boxes}
      level={1}
      title="This service is not known"
      action={
        <Link href="/services" className={buttonStyle()}>
          All services
        </Link>
      }
    >
      {message}
    </Notice>
  );
}

function ServiceSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the service</span>
      <Skeleton className="h-28" />
      <Skeleton className="h-48" />
      <Skeleton className="h-72" />
    </div>
  );
}
