'use client';

import { useState } from 'react';
import { CustomRangeForm } from '@/components/health/custom-range-form';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { useTyped } from '@/components/ui/use-typed';
import { ranges } from '@/lib/health/ranges';
import { alertRanges, type AlertsState } from './alerts-state';

interface MoreFiltersProps {
  id: string;
  state: AlertsState;
  fault: string | null;
  onChange: (change: Partial<AlertsState>) => void;
}

const times = [
  { value: 'any', label: 'Any time' },
  ...alertRanges.map((name) => ({ value: name, label: `Active in the last ${ranges[name].label}` })),
  { value: 'custom', label: 'Active between two times' },
];

/** Filters by labels and time. */
export function MoreFilters({ id, state, fault, onChange }: MoreFiltersProps) {
  const [isCustomOpen, setIsCustomOpen] = useState(false);
  const zone = useZone();
  const { range } = state;
  const service = useTyped(state.service, 200, (typed) => onChange({ service: typed }));
  const team = useTyped(state.team, 200, (typed) => onChange({ team: typed }));
  const matchers = useTyped(state.matchers, 4_000, (typed) => onChange({ matchers: typed }));
  const pickTime = (value: string) => {
    const name = alertRanges.find((each) => each === value);
    if (value === 'custom') setIsCustomOpen(true);
    else onChange({ range: name ? { kind: 'named', name } : null });
  };
  return (
    <div id={id} className="grid gap-3 rounded-base border bg-surface p-4 sm:grid-cols-2 lg:grid-cols-4">
      <Field label="Service" autoComplete="off" {...service} />
      <Field label="Team" autoComplete="off" {...team} />
      <Field
        label="Labels"
        autoComplete="off"
        spellCheck={false}
        placeholder='{instance=~"web-.*"}'
        error={fault ?? undefined}
        {...matchers}
      />
      <div>
        <SelectField label="Time" options={times} value={range === null ? 'any' : range.kind === 'custom' ? 'custom' : range.name} onChange={pickTime} />
        {range?.kind === 'custom' && zone ? (
          <p className="pt-1 text-xs text-muted">
            {formatAbsolute(range.fromMs, zone)} to {formatAbsolute(range.toMs, zone)}
          </p>
        ) : null}
      </div>
      <Dialog open={isCustomOpen} onClose={() => setIsCustomOpen(false)} title="Active between">
        <CustomRangeForm
          selection={range ?? { kind: 'named', name: '24h' }}
          onSelect={(next) => {
            setIsCustomOpen(false);
            onChange({ range: next });
          }}
        />
      </Dialog>
    </div>
  );
}
