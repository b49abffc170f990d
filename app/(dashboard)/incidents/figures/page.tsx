import type { Metadata } from 'next';
import { Figures } from '@/components/incidents/figures/figures';
import { figuresSearch, parseFigures } from '@/components/incidents/figures/figures-state';
import { IncidentsFrame } from '../frame';

export const metadata: Metadata = { title: 'Figures of incidents' };

interface FiguresPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FiguresPage({ searchParams }: FiguresPageProps) {
  const search = await searchParams;
  const state = parseFigures({ get: (name) => [search[name]].flat()[0] ?? null });
  return (
    <IncidentsFrame title="Figures of incidents" path={`/incidents/figures${figuresSearch(state)}`}>
      {() => <Figures />}
    </IncidentsFrame>
  );
}
