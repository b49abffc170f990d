'use client';

import { useState } from 'react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import type { Counting } from '@/lib/sla/schemas';
import type { ObjectiveFieldsProps } from './sli-fields';

const rules = [
  { value: 'good', label: 'Counts as up' },
  { value: 'bad', label: 'Counts as lost' },
  { value: 'excluded', label: 'Left out' },
] as const;

const kinds: readonly { key: keyof Counting; label: string }[] = [
  { key: 'degraded', label: 'Degraded time' },
  { key: 'unknown', label: 'Unknown time' },
  { key: 'maintenance', label: 'Maintenance' },
];

/** Which time counts how, and where days begin. */
export function CountingFields({ draft, issues, onChange, isCalendar }: ObjectiveFieldsProps & { isCalendar: boolean }) {
  const [zones] = useState(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]);
  return (
    <>
      {draft.kind !== 'checks' ? (
        <p className="text-sm text-muted">{draft.kind === 'latency' ? 'Each result of the check counts the same. What is unknown or in maintenance has no result that counts.' : 'Each event counts the same.'}</p>
      ) : (
        <>
          <div className="grid grid-cols-1 items-start gap-4 sm:grid-cols-3">
            {kinds.map(({ key, label }) => (
              <SelectField key={key} label={label} options={rules} value={draft.counting[key]} onChange={(rule) => onChange({ counting: { ...draft.counting, [key]: rule } })} />
            ))}
          </div>
          <p className="text-xs text-muted">Unknown is what Nines could not measure. What is left out makes the budget smaller too. The rules are shown beside the number.</p>
        </>
      )}
      <Field
        label="Time zone"
        list="objective-zones"
        autoComplete="off"
        spellCheck={false}
        value={draft.timeZone}
        error={issueAt(issues, 'timeZone')}
        hint={isCalendar ? 'In which days and the window begin.' : 'In which days begin.'}
        onChange={(event) => onChange({ timeZone: event.target.value })}
      />
      <datalist id="objective-zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
