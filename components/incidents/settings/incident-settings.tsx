'use client';

import { useQuery } from '@tanstack/react-query';
import { policiesQuery } from '@/components/alerts/on-call/on-call-queries';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { CannotShow } from '@/components/checks/list-parts';
import { incidentSettingsFormQuery } from '@/components/incidents/incident-queries';
import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { updateIncidentSettings } from '@/lib/incidents/api';
import { Hooks } from './hooks';
import { SettingsForm } from './settings-form';

/** What decides about incidents: severities, rules, templates, the checklist and the addresses by which others declare them. */
export function IncidentSettings({ viewer }: { viewer: Viewer }) {
  const query = useQuery({ ...incidentSettingsFormQuery(), refetchOnWindowFocus: false, refetchOnReconnect: false });
  const policies = useQuery(policiesQuery()).data?.policies ?? [];
  const isAllowed = mayCall(viewer, updateIncidentSettings);
  if (!query.data && query.isError) {
    return (
      <Card>
        <CannotShow title="The settings cannot be shown" error={query.error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  if (!query.data) {
    return (
      <div role="status" className="flex flex-col gap-4">
        <span className="sr-only">Loading the settings</span>
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
    );
  }
  const { severities } = query.data.settings;
  return (
    <div className="mx-auto flex w-full max-w-5xl min-w-0 flex-col gap-4">
      <SettingsForm answer={query.data} policies={policies.map(({ id, settings }) => ({ id, name: settings.name }))} isAllowed={isAllowed} />
      <Hooks severities={severities} isAllowed={isAllowed} />
    </div>
  );
}
