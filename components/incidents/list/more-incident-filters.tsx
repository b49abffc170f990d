'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fromLocalInput, toLocalInput } from '@/components/alerts/suppression/local-input';
import { usePeople } from '@/components/alerts/use-people';
import type { Viewer } from '@/components/alerts/viewer';
import { allServicesQuery } from '@/components/services/service-queries';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { useTyped } from '@/components/ui/use-typed';
import { lookBackNames, type IncidentsState } from './incidents-state';

interface MoreIncidentFiltersProps {
  id: string;
  state: IncidentsState;
  viewer: Viewer;
  onChange: (change: Partial<IncidentsState>) => void;
}

const lookBackWord = { '24h': 'last 24 h', '7d': 'last 7 days', '30d': 'last 30 days', '90d': 'last 90 days', '365d': 'last 365 days' };
const times = [
  { value: 'any', label: 'At any time' },
  ...lookBackNames.map((name) => ({ value: name, label: `In the ${lookBackWord[name]}` })),
  { value: 'between', label: 'Between two times' },
];

/** Filters by service, team, lead and time. */
export function MoreIncidentFilters({ id, state, viewer, onChange }: MoreIncidentFiltersProps) {
  const services = useQuery(allServicesQuery()).data?.services ?? [];
  const people = usePeople(viewer);
  const team = useTyped(state.team, 200, (typed) => onChange({ team: typed }));
  const [isBetween, setIsBetween] = useState(state.fromMs !== null || state.toMs !== null);
  const shownTime = isBetween ? 'between' : (state.lookBack ?? 'any');
  const pickTime = (value: string) => {
    setIsBetween(value === 'between');
    if (value !== 'between') onChange({ lookBack: lookBackNames.find((name) => name === value) ?? null, fromMs: null, toMs: null });
  };
  return (
    <div id={id} className="grid items-start gap-3 rounded-base border bg-surface p-4 sm:grid-cols-2 lg:grid-cols-4">
      <SelectField label="Service" value={state.serviceId ?? ''} onChange={(serviceId) => onChange({ serviceId: serviceId || null })} options={choices('All services', services.map((each) => ({ id: each.id, name: each.settings.name })), state.serviceId, 'One service')} />
      <Field label="Team" autoComplete="off" {...team} />
      <SelectField label="Lead" value={state.leadId ?? ''} onChange={(leadId) => onChange({ leadId: leadId || null })} options={choices('Anybody', people, state.leadId, 'One person')} />
      <SelectField label="Declared" value={shownTime} onChange={pickTime} options={times} />
      {isBetween ? (
        <>
          <Field label="From" type="datetime-local" defaultValue={state.fromMs === null ? '' : toLocalInput(state.fromMs)} onChange={(event) => onChange({ lookBack: null, fromMs: fromLocalInput(event.target.value) })} />
          <Field label="Up to" type="datetime-local" defaultValue={state.toMs === null ? '' : toLocalInput(state.toMs)} onChange={(event) => onChange({ lookBack: null, toMs: fromLocalInput(event.target.value) })} />
        </>
      ) : null}
    </div>
  );
}

/** What can be chosen, by name; what is chosen and not known keeps a line of its own. */
function choices(all: string, known: readonly { id: string; name: string }[], chosen: string | null, unknownWord: string): { value: string; label: string }[] {
  const sorted = known.toSorted((a, b) => a.name.localeCompare(b.name, 'en')).map(({ id, name }) => ({ value: id, label: name }));
  const isKnown = chosen === null || known.some(({ id }) => id === chosen);
  return [{ value: '', label: all }, ...(isKnown ? [] : [{ value: chosen, label: unknownWord }]), ...sorted];
}
