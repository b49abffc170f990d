import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatValue } from '@/components/explore/number-text';
import { formatAbsolute } from '@/components/time/format';
import { Since } from '@/components/time/since';
import { useZone } from '@/components/time/zone';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { AlertView } from '@/lib/alerts/schemas';
import type { Severity } from '@/lib/alerts/severity';
import { SeverityMark, StateMark } from './alert-mark';
import { severityWord, shownStateOf, standingOf, summaryOf, titleOf } from './alert-words';

interface AlertHeadingProps {
  alert: AlertView;
  /** The value of the last evaluation. */
  value: number | null;
  levels: readonly { severity: Severity; value: number }[];
  nowMs: number;
  children: ReactNode;
}

const frames = { critical: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill', warning: 'border-warning-fill bg-warning-soft', info: 'border-line bg-surface' };

/** What is wrong, how badly, since when, who has it, and the way to the runbook. */
export function AlertHeading({ alert, value, levels, nowMs, children }: AlertHeadingProps) {
  const zone = useZone();
  const state = shownStateOf(alert);
  const standing = standingOf(alert, nowMs);
  const summary = summaryOf(alert);
  const level = levels.find((each) => each.severity === alert.severity);
  const shown = alert.state === 'resolved' ? alert.value : (value ?? alert.value);
  return (
    <header data-state={state} className={cn('flex flex-col gap-4 rounded-base border p-4 lg:flex-row lg:items-start lg:justify-between', state === 'firing' ? frames[alert.severity] : 'bg-surface')}>
      <div className="flex min-w-0 items-start gap-3">
        <SeverityMark severity={alert.severity} state={state} className="mt-1 size-6" />
        <div className="min-w-0">
          <h1 className="text-2xl leading-8 font-semibold tracking-tight break-words">{titleOf(alert)}</h1>
          <p role="status" className="text-sm break-words">
            <StateMark severity={alert.severity} state={state} className="mr-2 align-middle text-sm" />
            {standing}
            {alert.isFlapping && state !== 'firing' ? ' Flapping.' : ''}
          </p>
          <p className="text-sm text-muted">
            {alert.resolvedAt === null ? <Since atMs={alert.startsAt} nowMs={nowMs} form="for" /> : <span>ended <Since atMs={alert.resolvedAt} nowMs={nowMs} form="ago" /></span>}
            {zone ? `, since ${formatAbsolute(alert.startsAt, zone)}` : ''}
            {alert.isActive && alert.state === 'resolved' ? '. Its condition still holds; it comes back when that ends and begins anew.' : ''}
          </p>
          {summary ? <p className="mt-2 text-base break-words">{summary}</p> : null}
          {alert.comment ? <p className="mt-1 text-sm break-words text-muted">“{alert.comment}”</p> : null}
          <div className="mt-2 flex flex-wrap items-center gap-x-6 gap-y-2">
            {shown === null ? null : (
              <p className="text-sm text-muted">
                <span className="text-xl font-semibold text-ink">{formatValue(shown, 3)}</span>
                {level ? ` with the ${severityWord[level.severity].toLowerCase()} level at ${formatValue(level.value)}` : alert.state === 'resolved' ? ' at the end' : ' now'}
              </p>
            )}
            {isWebAddress(alert.runbookUrl) ? (
              <a href={alert.runbookUrl} target="_blank" rel="noreferrer" className={buttonStyle()}>
                <ExternalLink aria-hidden className="size-4" />
                Runbook
              </a>
            ) : null}
          </div>
        </div>
      </div>
      {children}
    </header>
  );
}

/** Alerts come from outside too: an address of another kind is no link. */
function isWebAddress(url: string | null): url is string {
  return url !== null && /^https?:\/\//i.test(url);
}
