'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { alertsOf } from '@/components/alerts/alert-words';
import { useSettled } from '@/components/alerts/rules/use-settled';
import { callEndpoint } from '@/components/api-client';
import { IncidentSeverityMark } from '@/components/incidents/severity-mark';
import { Button } from '@/components/ui/button';
import { messageOf } from '@/lib/errors';
import { previewIncidentRules } from '@/lib/incidents/api';
import { IncidentSettings } from '@/lib/incidents/schemas';
import { readSettings, type SettingsDraft } from './settings-draft';

const settleMs = 500;

/** What the rules of the form would do to the alerts that fire now, before they are saved. */
export function RulesPreview({ draft }: { draft: SettingsDraft }) {
  const { settings } = readSettings(draft);
  const asked = useSettled(settings === null ? null : JSON.stringify(settings), settleMs);
  const query = useQuery({
    queryKey: ['incident rules preview', asked],
    queryFn: asked === null ? skipToken : ({ signal }) => callEndpoint(previewIncidentRules, { body: IncidentSettings.parse(JSON.parse(asked)), signal }),
    retry: false,
  });
  const { data } = query;
  return (
    <section aria-label="Preview" className="flex min-w-0 flex-col gap-2 rounded-base bg-sunken p-3">
      <h3 className="text-sm font-medium">What this would do to the alerts that fire now</h3>
      {asked === null ? (
        <p className="text-sm text-muted">Shown once nothing is to be corrected.</p>
      ) : query.isError ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3 text-sm">
          <span className="min-w-0 break-words text-critical">{messageOf(query.error)}</span>
          <Button onClick={() => void query.refetch()}>Try again</Button>
        </div>
      ) : !data ? (
        <p role="status" className="text-sm text-muted">
          Looking at the alerts
        </p>
      ) : data.decisions.length === 0 ? (
        <p role="status" className="text-sm text-muted">
          Nothing: no alert that fires now would declare an incident or join one.
        </p>
      ) : (
        <ul className="flex min-w-0 flex-col divide-y">
          {data.decisions.map((decision, index) => (
            <li key={index} className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2 text-sm">
              <IncidentSeverityMark severities={draft.severities} severity={decision.severity} className="self-center" />
              <span className="min-w-0 flex-1 basis-60 break-words">
                {decision.kind === 'declare' ? 'Declares ' : decision.kind === 'join' ? 'Joins ' : 'Makes one of '}
                <span className="font-medium">{decision.title}</span> <span className="text-muted">with {alertsOf(decision.alerts)}. {decision.reason}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
