'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import type { z } from 'zod';
import { useNow } from '@/components/alerts/use-now';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { formatAgo, formatDuration } from '@/components/time/format';
import { Waiting } from '@/components/ui/waiting';
import { Skeleton } from '@/components/ui/skeleton';
import { StateIcon } from '@/components/ui/state';
import { updateAuditSettings, type readAuditStream } from '@/lib/audit/api';
import { auditSettingsQuery, auditStreamQuery } from './audit-queries';
import { AuditSettingsForm } from './audit-settings-form';
import { draftOf, keptWords, streamWords } from './audit-settings-draft';

/** In one line how long the trail is kept and where it is sent; it opens to the settings. */
export function AuditSettings({ viewer }: { viewer: Viewer }) {
  const query = useQuery({ ...auditSettingsQuery(), refetchOnReconnect: false, refetchOnWindowFocus: false });
  const draft = query.data ? draftOf(query.data) : null;
  return (
    <details className="group min-w-0 rounded-base border bg-surface">
      <summary className="flex min-h-11 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 text-muted transition-transform duration-100 group-open:rotate-90" />
        <span className="font-medium">Retention and streaming</span>
        {draft ? (
          <span className="min-w-0 [overflow-wrap:anywhere] text-muted">
            Kept {keptWords(draft.retentionDays) === 'for ever' ? 'for ever' : `for ${keptWords(draft.retentionDays)}`}, streamed to {streamWords(draft)}.
          </span>
        ) : null}
      </summary>
      <div className="flex flex-col gap-4 border-t p-4">
        {draft && draft.kind !== 'none' ? <StreamStatus /> : null}
        {query.data ? <AuditSettingsForm answer={query.data} canEdit={mayCall(viewer, updateAuditSettings)} /> : null}
        {query.data ? null : (
          <Waiting thing="settings" error={query.error} onRetry={() => void query.refetch()}>
            <Skeleton className="h-40" />
          </Waiting>
        )}
      </div>
    </details>
  );
}

function StreamStatus() {
  const query = useQuery(auditStreamQuery());
  const nowMs = useNow(query.dataUpdatedAt, query.dataUpdatedAt);
  if (!query.data?.isOn) return null;
  const { failures, lastError } = query.data;
  return (
    <p role="status" className="flex items-start gap-2 text-sm">
      <StateIcon state={failures > 0 ? 'critical' : 'ok'} className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">
        {statusWords(query.data, nowMs)}
        {failures > 0 && lastError ? ` ${lastError}` : ''}
      </span>
    </p>
  );
}

function statusWords({ behind, failures, sentAt, nextAttemptAt }: z.output<(typeof readAuditStream)['response']>, nowMs: number): string {
  const sent = sentAt === null ? 'Nothing was sent yet.' : `Last sent ${formatAgo(sentAt, nowMs)}.`;
  const waiting = behind === 0 ? 'Nothing waits.' : `${behind.toLocaleString('en')} ${behind === 1 ? 'entry waits' : 'entries wait'}.`;
  if (failures === 0) return `${sent} ${waiting}`;
  const next = nextAttemptAt === null || nextAttemptAt <= nowMs ? 'The next attempt is due.' : `The next attempt is in ${formatDuration(nextAttemptAt - nowMs)}.`;
  return `${failures === 1 ? 'The last attempt' : `The last ${failures.toLocaleString('en')} attempts`} failed. ${sent} ${waiting} ${next}`;
}
