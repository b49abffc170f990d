import Link from 'next/link';
import { Since } from '@/components/time/since';
import { formatDuration } from '@/components/time/format';
import { Card, CardHeader } from '@/components/ui/card';
import type { AlertView } from '@/lib/alerts/schemas';
import { SeverityMark, StateMark } from './alert-mark';
import { stretched } from './alert-row';
import { shownStateOf, titleOf } from './alert-words';
import { labelsApart } from './apart-labels';

interface OtherAlertsProps {
  title: string;
  note: string;
  /** The alert that they have to do with. */
  of?: AlertView;
  alerts: readonly AlertView[];
  nowMs: number;
}

/** Alerts that have to do with something else; nothing where there are none. */
export function OtherAlerts({ title, note, of, alerts, nowMs }: OtherAlertsProps) {
  if (alerts.length === 0) return null;
  const apart = labelsApart(of ? [of, ...alerts] : alerts);
  const id = `others-${title.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <Card aria-labelledby={id}>
      <CardHeader id={id} title={title} note={note} />
      <ul className="max-h-96 divide-y overflow-y-auto border-t">
        {alerts.map((alert) => {
          const state = shownStateOf(alert);
          return (
            <li key={alert.id} className="relative flex min-h-11 items-center gap-3 px-4 py-2 hover:bg-sunken">
              <SeverityMark severity={alert.severity} state={state} />
              <div className="min-w-0 flex-1">
                <Link href={`/alerts/${alert.id}`} prefetch={false} className={`block text-sm break-words ${stretched}`}>
                  {titleOf(alert)}
                  {apart.get(alert.id) ? <span className="ml-2 font-mono text-xs text-muted">{apart.get(alert.id)}</span> : null}
                </Link>
                <StateMark severity={alert.severity} state={state} />
              </div>
              <p className="text-right text-xs whitespace-nowrap text-muted">
                <Since atMs={alert.startsAt} nowMs={nowMs} form="ago" />
                {alert.resolvedAt === null ? null : <span className="block">lasted {formatDuration(alert.resolvedAt - alert.startsAt)}</span>}
              </p>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
