'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useNow } from '@/components/alerts/use-now';
import { RowBars } from '@/components/checks/row-bars';
import { useLiveQueries } from '@/components/realtime/use-live-queries';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import type { ObjectiveInput, ObjectiveView } from '@/lib/sla/schemas';
import { BudgetBar } from './budget-bar';
import { BurnAlerts } from './burn-alerts';
import { BurnFigures } from './burn-figures';
import { CalendarMap } from './calendar-map';
import { DayStrip } from './day-strip';
import { FiguresLine } from './figures-line';
import { formatAmount, formatPercent, shownUnit } from './figures';
import { HistoryTable } from './history-table';
import { LostTime } from './lost-time';
import { ObjectiveFacts } from './objective-facts';
import { ObjectiveHeading } from './objective-heading';
import { countedWords, forecastWords, notFullWords, standingOf, windowName } from './objective-words';
import { ResponseTimes } from './response-times';
import { objectiveQuery, slaKey } from './sla-queries';
import { WhatIf } from './what-if';

/** One objective: how it stands and why, day by day and minute by minute. */
export function Objective({ id, canEdit: isAllowed }: { id: string; canEdit: boolean }) {
  const canEdit = useCanEdit('objectives', isAllowed);
  const canAlert = useCanEdit('alertRules', isAllowed);
  const query = useQuery(objectiveQuery(id));
  useLiveQueries('checks:changed', slaKey);
  const { data } = query;
  const nowMs = useNow(query.dataUpdatedAt, query.dataUpdatedAt);
  const retry = () => void query.refetch();
  if (!data) {
    if (!query.isError) return <ObjectiveSkeleton />;
    return (
      <Notice
        icon={CloudOff}
        role="alert"
        level={1}
        title="The objective cannot be shown"
        action={
          <>
            <Button onClick={retry}>Try again</Button>
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
  const { objective, history, lost, whatIf } = data;
  const { target, sli } = objective.settings;
  return (
    <div className="flex min-w-0 flex-col gap-4" data-stale={query.isError || undefined}>
      <ObjectiveHeading objective={objective} canEdit={canEdit} />
      <ManagedNotice section="objectives" />
      {query.isError ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      <Figures objective={objective} nowMs={nowMs} />
      <div className="grid min-w-0 grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card aria-labelledby="days-title">
            <CardHeader id="days-title" title="Last 90 days" />
            <div className="flex flex-col gap-3 px-4 pb-4">
              <DayStrip history={history} target={target} />
              <FiguresLine figures={objective.figures} target={target} measuredFrom={objective.window.measuredFrom} nowMs={nowMs} className="max-w-2xl" />
              <LastDay settings={objective.settings} />
            </div>
          </Card>
          {sli.kind === 'latency' ? <ResponseTimes checkId={sli.checkId} thresholdMs={sli.thresholdMs} /> : null}
          <LostTime lost={lost} isTimed={objective.amount.unit === 'ms'} isMeasured={objective.percent !== null} counting={objective.settings.counting} />
          <Card aria-labelledby="year-title">
            <CardHeader id="year-title" title="The year by day" note={`days of ${objective.settings.timeZone}`} />
            <div className="px-4 pb-4">
              <CalendarMap history={history} target={target} />
            </div>
          </Card>
          <HistoryTable name={objective.settings.name} history={history} target={target} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <BurnAlerts objective={objective} isAllowed={isAllowed} canEdit={canAlert} />
          <WhatIf cases={whatIf} unit={shownUnit(objective)} />
          <ObjectiveFacts settings={objective.settings} />
        </div>
      </div>
    </div>
  );
}

/** The heartbeat bars of a day, of what the objective is about where that is one thing. */
function LastDay({ settings: { sli, serviceId } }: { settings: ObjectiveInput }) {
  if (sli.kind === 'ratio' || (sli.kind === 'checks' && sli.checkIds.length > 1)) return null;
  const checkId = sli.kind === 'latency' ? sli.checkId : sli.checkIds[0];
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="text-xs text-muted">Last 24 h of the {checkId ? 'check' : 'service'}</p>
      {checkId ? <RowBars of="checks" id={checkId} changedAt={null} /> : <RowBars of="services" id={serviceId} changedAt={null} />}
    </div>
  );
}

/** The four answers: how much, what is left, how fast it goes, and when it ends. */
function Figures({ objective, nowMs }: { objective: ObjectiveView; nowMs: number }) {
  const { settings, window, percent, amount, budget } = objective;
  const notFull = notFullWords(window, settings.timeZone);
  return (
    <Card aria-label="Figures of the window" className="grid grid-cols-1 gap-x-8 gap-y-5 p-4 md:grid-cols-3">
      <Figure label={windowName(settings.window, window.from, settings.timeZone)}>
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className={percent === null ? 'text-xl text-muted' : 'text-3xl font-semibold tracking-tight whitespace-nowrap stale:text-muted'}>{formatPercent(percent, settings.target)}</span>
          <span className="text-sm whitespace-nowrap text-muted">target {settings.target} %</span>
        </p>
        {percent === null ? null : <p className="text-sm">{amount.bad > 0 ? `${formatAmount(amount.bad, shownUnit(objective))} lost` : 'Nothing lost'}</p>}
        <p className="text-xs text-pretty text-muted first-letter:uppercase">{countedWords(settings)}</p>
        {notFull ? <p className="text-xs text-pretty">{notFull}</p> : null}
      </Figure>
      <Figure label="Error budget">
        <div className="pt-2">
          <BudgetBar budget={budget} unit={shownUnit(objective)} standing={standingOf(objective)} isLarge />
        </div>
      </Figure>
      <Figure label="Burn rate">
        <BurnFigures burnRate={budget.burnRate} className="max-w-80" />
        <p className="text-xs text-pretty text-muted">{forecastWords(objective, nowMs, settings.timeZone)}</p>
      </Figure>
    </Card>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h2 className="text-xs text-muted first-letter:uppercase">{label}</h2>
      {children}
    </div>
  );
}

function ObjectiveSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the objective</span>
      <Skeleton className="h-14 max-w-md" />
      <Skeleton className="h-32" />
      <Skeleton className="h-72" />
    </div>
  );
}
