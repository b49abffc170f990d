'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useId, useRef } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { Columns } from '@/components/scrape/job-form-parts';
import { PickList } from '@/components/services/pick-list';
import { allServicesQuery } from '@/components/services/service-queries';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { statusPageLimits } from '@/lib/status-pages/schemas';
import { componentOfService, emptyComponent, moved, type ComponentDraft } from './status-page-draft';
import type { PartProps } from './status-page-form';

interface Choice {
  value: string;
  label: string;
}

/** The parts of the page in their order, each by the name that the public reads. */
export function ComponentList({ draft: { components }, issues, onChange }: PartProps) {
  const { data } = useQuery(allServicesQuery());
  const services = (data?.services ?? []).map(({ id, settings }): Choice => ({ value: id, label: settings.name })).sort((a, b) => a.label.localeCompare(b.label, 'en'));
  const left = services.filter(({ value }) => !components.some(({ serviceIds }) => serviceIds.includes(value)));
  const made = useRef(0);
  const nextKey = () => `new-${(made.current += 1)}`;
  const isFull = components.length >= statusPageLimits.components;
  const set = (next: readonly ComponentDraft[]) => onChange({ components: next });
  return (
    <>
      <p className="text-sm text-muted">The checks of its services say how a component is; what is posted to the page goes before that while an incident is open. One without services is operational unless a post says otherwise.</p>
      {components.length === 0 ? null : (
        <ol className="flex flex-col gap-3">
          {components.map((component, index) => (
            <ComponentFields
              key={component.key}
              component={component}
              services={services}
              errorAt={(field) => issueAt(issues, `components.${index}.${field}`)}
              onChange={(change) => set(components.map((each, at) => (at === index ? { ...each, ...change } : each)))}
              onMove={(by) => set(moved(components, index, by))}
              isFirst={index === 0}
              isLast={index === components.length - 1}
              onRemove={() => set(components.filter((_, at) => at !== index))}
            />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <AddService choices={left} isFull={isFull} onAdd={({ value, label }) => set([...components, componentOfService({ id: value, name: label }, nextKey())])} />
        <Button disabled={isFull} onClick={() => set([...components, emptyComponent(nextKey())])}>
          <Plus aria-hidden className="size-4" />
          Add an empty one
        </Button>
      </div>
    </>
  );
}

function AddService({ choices, isFull, onAdd }: { choices: readonly Choice[]; isFull: boolean; onAdd: (choice: Choice) => void }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-1 basis-60 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">Add a service as a component</label>
      <select
        id={id}
        value=""
        disabled={isFull || choices.length === 0}
        onChange={(event) => {
          const chosen = choices.find(({ value }) => value === event.target.value);
          if (chosen) onAdd(chosen);
        }}
        className="h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base disabled:text-muted sm:h-9 sm:text-sm"
      >
        <option value="">{choices.length === 0 ? 'All services are on the page' : 'Choose a service'}</option>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>{label}</option>
        ))}
      </select>
    </div>
  );
}

interface ComponentFieldsProps {
  component: ComponentDraft;
  services: readonly Choice[];
  errorAt: (field: string) => string | undefined;
  onChange: (change: Partial<ComponentDraft>) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
  isFirst: boolean;
  isLast: boolean;
}

function ComponentFields({ component, services, errorAt, onChange, onMove, onRemove, isFirst, isLast }: ComponentFieldsProps) {
  const { name, group, description, serviceIds, hasBars } = component;
  const named = name === '' ? 'the new component' : name;
  return (
    <li className="flex min-w-0 flex-col gap-3 rounded-base border bg-page p-3">
      <Columns>
        <Field label="Public name" value={name} maxLength={100} autoComplete="off" error={errorAt('name')} onChange={(event) => onChange({ name: event.target.value })} />
        <Field label="Group (optional)" value={group} maxLength={100} autoComplete="off" error={errorAt('group')} onChange={(event) => onChange({ group: event.target.value })} />
      </Columns>
      <Field label="Description (optional)" value={description} maxLength={300} autoComplete="off" error={errorAt('description')} onChange={(event) => onChange({ description: event.target.value })} />
      <PickList label="Services" error={errorAt('serviceIds')} options={services} chosen={serviceIds} onChange={(next) => onChange({ serviceIds: next })} />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Check label="Show the last 90 days" checked={hasBars} disabled={serviceIds.length === 0} onChange={(event) => onChange({ hasBars: event.target.checked })} />
        <div className="flex">
          <Button look="quiet" size="icon" aria-label={`Move ${named} up`} disabled={isFirst} onClick={() => onMove(-1)}>
            <ArrowUp aria-hidden className="size-4" />
          </Button>
          <Button look="quiet" size="icon" aria-label={`Move ${named} down`} disabled={isLast} onClick={() => onMove(1)}>
            <ArrowDown aria-hidden className="size-4" />
          </Button>
          <Button look="quiet" size="icon" aria-label={`Remove ${named}`} onClick={onRemove}>
            <Trash2 aria-hidden className="size-4" />
          </Button>
        </div>
      </div>
    </li>
  );
}
