'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, BellOff, CloudOff } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { isAppError, messageOf } from '@/lib/errors';
import { declareIncident } from '@/lib/incidents/api';
import { AlertActionsBar } from './alert-actions-bar';
import { AlertChart } from './alert-chart';
import { AlertDeliveries } from './alert-deliveries';
import { AlertDialogs, type Asked } from './alert-dialogs';
import { AlertFacts } from './alert-facts';
import { AlertHeading } from './alert-heading';
import { AlertTimeline } from './alert-timeline';
import { alertQuery } from './alert-queries';
import { CommentForm } from './comment-form';
import { NoticeBar } from './notice-bar';
import { OtherAlerts } from './other-alerts';
import { PagingAccount } from './paging-account';
import type { Ask } from './row-actions';
import { useAlertActions } from './use-alert-actions';
import { useAlertKeys } from './use-alert-keys';
import { useLiveAlerts } from './use-live-alerts';
import { useNow } from './use-now';
import { mayCall, type Viewer } from './viewer';

/** One alert: what is wrong, who has it, what happened and who was told. */
export function Alert({ id, viewer }: { id: string; viewer: Viewer }) {
  const query = useQuery(alertQuery(id));
  const { data } = query;
  const actions = useAlertActions(viewer);
  const [asked, setAsked] = useState<Asked | null>(null);
  const nowMs = useNow(data?.now.at ?? query.dataUpdatedAt, query.dataUpdatedAt);
  useLiveAlerts();
  const alert = data?.alert;
  const ask = (kind: Ask) => alert && setAsked({ kind, alerts: [alert] });
  useAlertKeys((action) => {
    if (!alert || alert.state === 'resolved') return false;
    if (action === 'acknowledge' && alert.state === 'firing') actions.acknowledge([alert]);
    else if (action === 'resolve' || action === 'silence' || (action === 'declare' && mayCall(viewer, declareIncident))) ask(action);
    else return false;
    return true;
  });
  const retry = () => void query.refetch();
  if (!data && query.isError) {
    if (isAppError(query.error) && (query.error.code === 'not_found' || query.error.code === 'invalid')) return <Unknown message={messageOf(query.error)} />;
    return (
      <Notice icon={CloudOff} level={1} role="alert" title="The alert cannot be shown" action={<Button onClick={retry}>Try again</Button>}>
        {messageOf(query.error)}
      </Notice>
    );
  }
  if (!data || !alert) return <AlertSkeleton />;
  return (
    <div className="flex flex-col gap-4 max-sm:pb-16">
      <Link href="/alerts" className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        All alerts
      </Link>
      <AlertHeading alert={alert} value={data.now.value} levels={data.chart?.levels ?? []} nowMs={nowMs}>
        <AlertActionsBar alert={alert} viewer={viewer} onAcknowledge={() => actions.acknowledge([alert])} onTakeBack={() => actions.unacknowledge([alert])} onAsk={ask} />
      </AlertHeading>
      {query.isError ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      <h2 className="sr-only">What happened</h2>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {data.chart ? <AlertChart alert={alert} chart={data.chart} /> : null}
          <AlertTimeline events={data.events} nowMs={nowMs}>
            <CommentForm id={id} viewer={viewer} />
          </AlertTimeline>
          <AlertDeliveries deliveries={data.deliveries} nowMs={nowMs} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <AlertFacts alert={alert} incident={data.incident} />
          <PagingAccount id={id} viewer={viewer} />
          <OtherAlerts title="Related" note="of the same group or cause" of={alert} alerts={data.related} nowMs={nowMs} />
          <OtherAlerts title="Like it before" note="earlier ones, and others of its rule" of={alert} alerts={data.similar} nowMs={nowMs} />
        </div>
      </div>
      <NoticeBar notice={actions.notice} onUndo={actions.unacknowledge} onDismiss={actions.dismiss} isRaised={alert.state !== 'resolved'} />
      <AlertDialogs asked={asked} actions={actions} viewer={viewer} onClose={() => setAsked(null)} />
    </div>
  );
}

function Unknown({ message }: { message: string }) {
  return (
    <Notice
      icon={BellOff}
      level={1}
      title="This alert is not known"
      action={
        <Link href="/alerts" className={buttonStyle()}>
          All alerts
        </Link>
      }
    >
      {message}
    </Notice>
  );
}

function AlertSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the alert</span>
      <Skeleton className="h-32" />
      <Skeleton className="h-72" />
      <Skeleton className="h-48" />
    </div>
  );
}
