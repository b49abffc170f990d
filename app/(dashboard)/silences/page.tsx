import type { Metadata } from 'next';
import { Silences } from '@/components/alerts/suppression/silences';
import { parseSilences, silencesSearch } from '@/components/alerts/suppression/silences-state';
import { SilencesFrame } from './frame';

export const metadata: Metadata = { title: 'Silences' };

interface SilencesPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SilencesPage({ searchParams }: SilencesPageProps) {
  const search = await searchParams;
  const state = parseSilences({ get: (name) => [search[name]].flat()[0] ?? null });
  return (
    <SilencesFrame title="Silences" path={`/silences${silencesSearch(state)}`} toEdit="monitoring.alert.acknowledge">
      {(canEdit) => <Silences canEdit={canEdit} />}
    </SilencesFrame>
  );
}
