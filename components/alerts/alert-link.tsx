'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { callEndpoint } from '@/components/api-client';
import { Brand } from '@/components/shell/brand';
import { formatAgo } from '@/components/time/format';
import { Button, buttonStyle } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { followAlertLink, readAlertLink } from '@/lib/alerts/api';
import { isAppError, messageOf } from '@/lib/errors';
import { SeverityMark, StateMark } from './alert-mark';
import { alertsOf } from './alert-words';
import { useNow } from './use-now';

type LinkView = z.output<(typeof readAlertLink)['response']>;

const verb = { acknowledge: 'Acknowledge', resolve: 'Resolve' } as const;
const past = { acknowledge: 'acknowledged', resolve: 'resolved' } as const;
const effect = {
  acknowledge: 'Its escalation stops: nobody else is told while you have it.',
  resolve: 'It is over for everybody who was told, and comes back only when its condition ends and begins anew.',
} as const;

/** What the link of a message will do, and one button that does it: opening the link alone changes nothing. */
export function AlertLink({ token }: { token: string }) {
  const queries = useQueryClient();
  const key = ['alert link', token];
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => callEndpoint(readAlertLink, { params: { token }, signal }), staleTime: Infinity });
  const follow = useMutation({
    mutationFn: () => callEndpoint(followAlertLink, { params: { token }, body: {} }),
    onError: () => queries.invalidateQueries({ queryKey: key }),
  });
  const { data } = query;
  if (query.isError) {
    const isUnknown = isAppError(query.error) && (query.error.code === 'not_found' || query.error.code === 'invalid');
    return (
      <Frame title={isUnknown ? 'This link is not known' : 'The link cannot be read'}>
        <p role="alert" className="text-sm text-muted">
          {isUnknown ? 'It may be cut off, or older than its alert. Open Nines, or ask for the message again.' : messageOf(query.error)}
        </p>
        {isUnknown ? null : (
          <Button size="large" onClick={() => void query.refetch()}>
            Try again
          </Button>
        )}
        <OpenNines />
      </Frame>
    );
  }
  if (!data) {
    return (
      <Frame title="Reading the link">
        <Skeleton className="h-40" />
      </Frame>
    );
  }
  if (follow.isSuccess) {
    const { action, done, unchanged } = follow.data;
    return (
      <Frame title={`${alertsOf(done)} ${past[action]}`}>
        <p role="status" className="text-sm text-muted">
          {unchanged > 0 ? `${alertsOf(unchanged)} needed nothing: somebody was faster, or it is over. ` : ''}
          The link is used up now.
        </p>
        <OpenNines />
      </Frame>
    );
  }
  if (data.state !== 'open') {
    return (
      <Frame title={data.state === 'used' ? 'This link was used already' : 'This link has expired'}>
        <p className="text-sm text-muted">Nothing was changed now. Each link works once, and for a while.</p>
        <AlertsOfLink link={data} />
        <OpenNines />
      </Frame>
    );
  }
  return (
    <Frame title={`${verb[data.action]} ${alertsOf(data.total)}?`}>
      <p className="text-sm text-muted">
        In the name of {data.recipient}. {effect[data.action]}
      </p>
      <AlertsOfLink link={data} />
      {follow.isError ? (
        <p role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-3 py-2 text-sm text-critical">
          Nothing was changed. {messageOf(follow.error)}
        </p>
      ) : null}
      <Button look="primary" size="large" className="h-14 text-base" pending={follow.isPending} onClick={() => follow.mutate()}>
        {verb[data.action]}
      </Button>
    </Frame>
  );
}

function Frame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="flex w-full max-w-md flex-col gap-4">
        <Brand />
        <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
        {children}
      </div>
    </main>
  );
}

function AlertsOfLink({ link }: { link: LinkView }) {
  const more = link.total - link.alerts.length;
  return (
    <ul className="max-h-[50dvh] divide-y overflow-y-auto rounded-base border bg-surface">
      {link.alerts.map((alert, index) => (
        <li key={index} className="flex items-start gap-3 px-4 py-3">
          <SeverityMark severity={alert.severity} state={alert.state} className="mt-0.5" />
          <div className="min-w-0">
            <p className="text-sm font-medium break-words">{alert.name}</p>
            {alert.summary ? <p className="text-sm break-words text-muted">{alert.summary}</p> : null}
            <p className="text-xs text-muted">
              <StateMark severity={alert.severity} state={alert.state} className="mr-2 align-middle" />
              <Began atMs={alert.startsAt} />
            </p>
          </div>
        </li>
      ))}
      {more > 0 ? <li className="px-4 py-3 text-sm text-muted">and {more.toLocaleString('en')} more</li> : null}
    </ul>
  );
}

/** Drawn in the browser alone, after the answer: there is no first paint to agree with. */
function Began({ atMs }: { atMs: number }) {
  return <span>began {formatAgo(atMs, useNow(atMs, atMs))}</span>;
}

function OpenNines() {
  return (
    <Link href="/alerts" prefetch={false} className={buttonStyle({ size: 'large' })}>
      Open Nines
    </Link>
  );
}
