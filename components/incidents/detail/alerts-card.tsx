'use client';

import { GitBranch, Plus, X } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { z } from 'zod';
import { SeverityMark, StateMark } from '@/components/alerts/alert-mark';
import { shownStateOf, titleOf } from '@/components/alerts/alert-words';
import { callEndpoint } from '@/components/api-client';
import { Since } from '@/components/time/since';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { messageOf } from '@/lib/errors';
import { changeAlerts } from '@/lib/incidents/api';
import type { Incident, IncidentAlert } from '@/lib/incidents/schemas';
import { useAct } from './use-act';
import type { Notice } from './use-change-incident';

type Joined = z.infer<typeof IncidentAlert>;

interface AlertsCardProps {
  incident: Incident;
  alerts: readonly Joined[];
  nowMs: number;
  canUpdate: boolean;
  say: (notice: Notice | null) => void;
  onAdd: () => void;
  /** Null where one may not declare incidents. */
  onSplit: ((alertIds: string[]) => void) | null;
}

/** The alerts of the incident, and why each is in it; some of them can leave, or become an incident of their own. */
export function AlertsCard({ incident, alerts, nowMs, canUpdate, say, onAdd, onSplit }: AlertsCardProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const putBack = useAct((add: string[]) => callEndpoint(changeAlerts, { params: { id: incident.id }, body: { add } }));
  const remove = useAct(
    (ids: string[]) => callEndpoint(changeAlerts, { params: { id: incident.id }, body: { remove: ids } }),
    (_, ids) => {
      setChosen([]);
      const undo = { word: 'Put back', run: () => putBack.mutate(ids, { onError: (error) => say({ kind: 'refused', words: `Nothing was put back. ${messageOf(error)}` }) }) };
      say({ kind: 'done', words: ids.length === 1 ? 'The alert is no longer in the incident.' : `${ids.length} alerts are no longer in the incident.`, undo });
    },
  );
  // What left meanwhile is no longer chosen.
  const selected = chosen.filter((id) => alerts.some(({ alert }) => alert.id === id));
  const toggle = (id: string, isOn: boolean) => setChosen(isOn ? [...selected, id] : selected.filter((each) => each !== id));
  const left = incident.alerts.total - alerts.length;
  return (
    <Card aria-labelledby="alerts-title">
      <CardHeader id="alerts-title" title="Alerts" note={incident.alerts.total > 0 ? `${incident.alerts.open} of ${incident.alerts.total} open` : undefined} />
      {alerts.length === 0 ? <p className="px-4 pb-3 text-sm text-muted">No alerts are in this incident.</p> : null}
      {alerts.length > 0 ? (
        <ul aria-label="Alerts of the incident" className="max-h-[28rem] divide-y overflow-y-auto border-t">
          {alerts.map(({ alert, reason }) => {
            const state = shownStateOf(alert);
            return (
              <li key={alert.id} className="flex min-h-11 items-start gap-3 py-2 pr-2 pl-4">
                {canUpdate ? (
                  <label className="-my-2 -ml-3 grid size-11 shrink-0 place-items-center">
                    <input type="checkbox" aria-label={`Select ${titleOf(alert)}`} checked={selected.includes(alert.id)} onChange={(event) => toggle(alert.id, event.target.checked)} className="size-4 accent-ink" />
                  </label>
                ) : null}
                <SeverityMark severity={alert.severity} state={state} className="mt-0.5" />
                <div className="min-w-0 flex-1">
                  <Link href={`/alerts/${alert.id}`} prefetch={false} className="block text-sm break-words underline-offset-4 hover:underline">
                    {titleOf(alert)}
                  </Link>
                  <p className="flex flex-wrap gap-x-3 text-xs text-muted">
                    <StateMark severity={alert.severity} state={state} />
                    <Since atMs={alert.startsAt} nowMs={nowMs} form="ago" />
                  </p>
                  {reason ? <p className="text-xs break-words text-muted">{reason}</p> : null}
                </div>
                {canUpdate ? (
                  <Button look="quiet" size="icon" className="-my-1" aria-label={`Remove ${titleOf(alert)} from the incident`} disabled={remove.isPending} onClick={() => remove.mutate([alert.id])}>
                    <X aria-hidden className="size-4 text-muted" />
                  </Button>
                ) : null}
              </li>
            );
          })}
        </ul>
      ) : null}
      {left > 0 ? <p className="border-t px-4 py-2 text-xs text-muted">The newest {alerts.length} are shown, {left.toLocaleString('en')} more are in it.</p> : null}
      {canUpdate ? (
        <div className="flex flex-wrap items-center gap-2 border-t px-4 py-2">
          {selected.length === 0 ? (
            <Button onClick={onAdd}>
              <Plus aria-hidden className="size-4" />
              Add alerts
            </Button>
          ) : (
            <>
              {onSplit ? (
                <Button onClick={() => onSplit([...selected])}>
                  <GitBranch aria-hidden className="size-4" />
                  Split off {selected.length}
                </Button>
              ) : null}
              <Button pending={remove.isPending} onClick={() => remove.mutate([...selected])}>
                Remove {selected.length}
              </Button>
              <Button look="quiet" onClick={() => setChosen([])}>
                Clear
              </Button>
            </>
          )}
        </div>
      ) : null}
      {remove.isError ? (
        <p role="alert" className="border-t px-4 py-2 text-sm text-critical">
          Nothing was changed. {messageOf(remove.error)}
        </p>
      ) : null}
    </Card>
  );
}
