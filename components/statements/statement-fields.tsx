'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useId } from 'react';
import { serviceChoicesQuery } from '@/components/sla/sla-queries';
import { Check } from '@/components/ui/check';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { statementLimits } from '@/lib/statements/schemas';
import { monthChoices, type ObjectiveChoice, type StatementDraft } from './statement-draft';
import { customerChoicesQuery } from './statement-queries';
import { monthWords } from './statement-words';

interface StatementFieldsProps {
  draft: StatementDraft;
  /** Undefined while they are being read, and without a service. */
  choices: readonly ObjectiveChoice[] | undefined;
  openedMs: number;
  zone: string;
  errorAt: (path: string) => string | undefined;
  onChange: (change: Partial<StatementDraft>) => void;
}

/** What a statement is asked for. */
export function StatementFields({ draft, choices, openedMs, zone, errorAt, onChange }: StatementFieldsProps) {
  const customers = useQuery(customerChoicesQuery()).data ?? [];
  const list = useId();
  const monthError = errorAt('month');
  return (
    <>
      <ServiceChoice value={draft.serviceId} error={errorAt('serviceId')} onChange={(serviceId) => onChange({ serviceId, objectiveIds: null })} />
      <div className="flex flex-col gap-1">
        <SelectField label="Month" options={monthChoices(openedMs, zone, draft.month).map((month) => ({ value: month, label: monthWords(month) }))} value={draft.month} onChange={(month) => onChange({ month })} />
        {monthError ? <p className="text-xs text-critical">{monthError}</p> : null}
      </div>
      <Field
        label="Customer"
        list={list}
        autoComplete="off"
        maxLength={200}
        value={draft.customer}
        placeholder="Any customer"
        hint="Whom it is for. Left empty, it names nobody."
        error={errorAt('customer')}
        onChange={(event) => onChange({ customer: event.target.value })}
      />
      <datalist id={list}>
        {customers.filter((customer) => customer !== '').map((customer) => (
          <option key={customer} value={customer} />
        ))}
      </datalist>
      {draft.serviceId === '' ? null : <ObjectiveChoices draft={draft} choices={choices} error={errorAt('objectiveIds')} onChange={onChange} />}
      <Check
        label="Tell the reasons as the checks gave them"
        hint="They may hold internal names and addresses. Without them the statement names the checks and the evidence only."
        checked={draft.hasReasons}
        onChange={(event) => onChange({ hasReasons: event.target.checked })}
      />
    </>
  );
}

function ServiceChoice({ value, error, onChange }: { value: string; error: string | undefined; onChange: (serviceId: string) => void }) {
  const id = useId();
  const query = useQuery(serviceChoicesQuery());
  const services = (query.data?.services ?? []).toSorted((a, b) => a.settings.name.localeCompare(b.settings.name, 'en'));
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">
        Service
      </label>
      <select
        id={id}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => onChange(event.target.value)}
        className={cn('h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base sm:text-sm', error && 'border-critical')}
      >
        <option value="">{query.isPending ? 'Reading the services' : 'Choose a service'}</option>
        {value !== '' && !services.some((service) => service.id === value) ? <option value={value}>{query.isPending ? 'Reading the services' : 'A service that was deleted'}</option> : null}
        {services.map((service) => (
          <option key={service.id} value={service.id}>
            {service.settings.name}
          </option>
        ))}
      </select>
      {error ? (
        <p id={`${id}-error`} className="text-xs text-critical">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function ObjectiveChoices({ draft: { serviceId, objectiveIds }, choices, error, onChange }: Pick<StatementFieldsProps, 'draft' | 'choices' | 'onChange'> & { error: string | undefined }) {
  const id = useId();
  if (!choices) return <p className="text-sm text-muted">Reading the objectives</p>;
  if (choices.length === 0) {
    return (
      <p className="text-sm text-pretty">
        This service has no objective yet.{' '}
        <Link href={`/sla/new?service=${serviceId}`} className="-my-3 inline-block py-3 font-medium underline underline-offset-4">
          Create one
        </Link>
      </p>
    );
  }
  const chosen = objectiveIds ?? choices.map((choice) => choice.id);
  const hasZones = new Set(choices.map(({ timeZone }) => timeZone)).size > 1;
  const toggle = (objectiveId: string, isOn: boolean) => {
    const next = choices.map((choice) => choice.id).filter((each) => (each === objectiveId ? isOn : chosen.includes(each)));
    onChange({ objectiveIds: next.length === choices.length ? null : next });
  };
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} className="min-w-0">
      <legend className="mb-1 text-sm font-medium">Objectives</legend>
      <div className={cn('max-h-72 overflow-y-auto rounded-base border px-3', error ? 'border-critical' : 'border-line-strong')}>
        {choices.map(({ id: objectiveId, name, timeZone }, index) => (
          <Check
            key={objectiveId}
            label={name}
            hint={hasZones ? `Months of ${timeZone}` : undefined}
            checked={chosen.includes(objectiveId)}
            aria-invalid={error && index === 0 ? true : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
            onChange={(event) => toggle(objectiveId, event.target.checked)}
          />
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} className="mt-1 text-xs text-critical">
          {error}
        </p>
      ) : chosen.length > statementLimits.objectives ? (
        <p className="mt-1 text-xs text-critical">A statement has at most {statementLimits.objectives} objectives.</p>
      ) : null}
    </fieldset>
  );
}
