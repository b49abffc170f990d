'use client';

import { CirclePause, Eye, Pause, Pencil, Play, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { StateIcon } from '@/components/ui/state';
import { messageOf } from '@/lib/errors';
import type { State } from '@/lib/health/vitals';
import { formatDurationMs } from '@/lib/scrape/duration';
import type { JobDiscoveryView, ScrapeJobView, TargetView } from '@/lib/scrape/views';
import { TargetList } from './target-list';
import { useSwitchJob } from './use-job-actions';

interface JobCardProps {
  job: ScrapeJobView;
  /** Undefined until the first answer. */
  targets: readonly TargetView[] | undefined;
  discovery: JobDiscoveryView | undefined;
  nowMs: number;
  /** To see how it is set, and to test it. */
  canOpen: boolean;
  canEdit: boolean;
  onDelete: (job: ScrapeJobView) => void;
}

const shownAtFirst = 10;
const urgency: Record<TargetView['health'], number> = { down: 0, unknown: 1, up: 2 };

/** A job with its targets and what can be done with it. */
export function JobCard({ job, targets, discovery, nowMs, canOpen, canEdit, onDelete }: JobCardProps) {
  const [isWhole, setIsWhole] = useState(false);
  const change = useSwitchJob();
  const { settings } = job;
  const sorted = useMemo(() => [...(targets ?? [])].sort((a, b) => urgency[a.health] - urgency[b.health] || a.url.localeCompare(b.url)), [targets]);
  const { state, words } = summaryOf(settings.isEnabled, targets);
  const titleId = `job-${job.id}`;
  return (
    <Card aria-labelledby={titleId} data-job={settings.name} data-stale={!settings.isEnabled}>
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
        <div className="flex min-w-0 items-center gap-3">
          {settings.isEnabled ? <StateIcon state={state} /> : <CirclePause aria-hidden className="size-4 shrink-0 text-muted" />}
          <div className="min-w-0">
            <h2 id={titleId} className="text-sm font-medium break-words">
              {settings.name}
            </h2>
            <p className="text-xs text-muted">
              {words} · every {formatDurationMs(settings.scrapeIntervalMs)}
              {settings.scheme === 'https' ? ' · https' : ''}
              {settings.auth.type === 'none' ? '' : ' · authenticated'}
            </p>
          </div>
        </div>
        {canOpen ? (
          <div className="-mr-2 flex">
            {canEdit ? (
              <Button look="quiet" size="icon" aria-label={`${settings.isEnabled ? 'Pause' : 'Resume'} ${settings.name}`} title={settings.isEnabled ? 'Pause' : 'Resume'} pending={change.isPending} onClick={() => change.mutate(job)}>
                {change.isPending ? null : settings.isEnabled ? <Pause aria-hidden className="size-4 text-muted" /> : <Play aria-hidden className="size-4 text-muted" />}
              </Button>
            ) : null}
            <Link href={`/scraping/${job.id}`} data-stop aria-label={canEdit ? `Edit ${settings.name}` : `Look at ${settings.name}`} title={canEdit ? 'Edit' : 'Look at'} className={buttonStyle({ look: 'quiet', size: 'icon' })}>
              {canEdit ? <Pencil aria-hidden className="size-4 text-muted" /> : <Eye aria-hidden className="size-4 text-muted" />}
            </Link>
            {canEdit ? (
              <Button look="quiet" size="icon" aria-label={`Delete ${settings.name}`} title="Delete" onClick={() => onDelete(job)}>
                <Trash2 aria-hidden className="size-4 text-muted" />
              </Button>
            ) : null}
          </div>
        ) : null}
      </header>
      {change.isError ? (
        <p role="alert" className="border-t px-4 py-2 text-sm text-critical">
          {messageOf(change.error)}
        </p>
      ) : null}
      {settings.isEnabled ? discovery?.faults.map((fault) => (
        <p key={fault} className="flex items-start gap-2 border-t px-4 py-2 text-sm text-warning">
          <StateIcon state="warning" className="mt-0.5" />
          <span className="min-w-0 break-words">{fault}</span>
        </p>
      )) : null}
      {settings.isEnabled && sorted.length > 0 ? <TargetList targets={isWhole ? sorted.slice(0, 500) : sorted.slice(0, shownAtFirst)} nowMs={nowMs} isPaused={false} /> : null}
      {settings.isEnabled && sorted.length > shownAtFirst ? (
        <div className="border-t px-2 py-1">
          <Button look="quiet" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Show the first ten' : `Show all ${sorted.length.toLocaleString('en')} targets`}
          </Button>
          {isWhole && sorted.length > 500 ? <span className="px-2 text-xs text-muted">The first 500 of them, the broken ones first.</span> : null}
        </div>
      ) : null}
      {settings.isEnabled && discovery && discovery.dropped > 0 ? <p className="border-t px-4 py-2 text-xs text-muted">{discovery.dropped.toLocaleString('en')} targets are dropped by relabelling.</p> : null}
    </Card>
  );
}

function summaryOf(isEnabled: boolean, targets: readonly TargetView[] | undefined): { state: State; words: string } {
  if (!isEnabled) return { state: 'unknown', words: 'Paused' };
  if (!targets) return { state: 'unknown', words: 'Reading the targets' };
  const up = targets.filter(({ health }) => health === 'up').length;
  const down = targets.filter(({ health }) => health === 'down').length;
  if (targets.length === 0) return { state: 'unknown', words: 'No targets' };
  const words = `${up} of ${targets.length} ${targets.length === 1 ? 'target' : 'targets'} up`;
  if (down === 0) return { state: up === targets.length ? 'ok' : 'unknown', words };
  return { state: up === 0 ? 'critical' : 'warning', words };
}
