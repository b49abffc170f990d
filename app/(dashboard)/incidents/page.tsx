import type { Metadata } from 'next';
import { Incidents } from '@/components/incidents/list/incidents';
import { incidentsSearch, parseIncidents } from '@/components/incidents/list/incidents-state';
import { IncidentsFrame } from './frame';

export const metadata: Metadata = { title: 'Incidents' };

interface IncidentsPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function IncidentsPage({ searchParams }: IncidentsPageProps) {
  const search = await searchParams;
  const state = parseIncidents({ get: (name) => [search[name]].flat()[0] ?? null });
  return (
    <IncidentsFrame title="Incidents" path={`/incidents${incidentsSearch(state)}`}>
      {(viewer) => <Incidents viewer={viewer} />}
    </IncidentsFrame>
  );
}
