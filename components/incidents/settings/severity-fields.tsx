'use client';

import { Plus } from 'lucide-react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { ProseField } from '@/components/alerts/prose-field';
import { IncidentSeverityMark } from '@/components/incidents/severity-mark';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import type { FieldIssue } from '@/lib/errors';
import { incidentLimits, type IncidentSeverity } from '@/lib/incidents/schemas';
import { ItemTools } from './item-tools';
import { moved, newSeverity, withItem } from './settings-draft';
import { SettingsPart } from './settings-part';

export interface PolicyChoice {
  id: string;
  name: string;
}

interface SeverityFieldsProps {
  severities: readonly IncidentSeverity[];
  /** The keys that are stored: incidents have them, so that they stay. */
  storedKeys: ReadonlySet<string>;
  policies: readonly PolicyChoice[];
  issues: readonly FieldIssue[];
  canEdit: boolean;
  onChange: (severities: IncidentSeverity[]) => void;
}

const looks = [
  { value: 'critical', label: 'Critical: red octagon' },
  { value: 'warning', label: 'Warning: amber triangle' },
  { value: 'info', label: 'Info: grey square' },
] as const;

/** How bad an incident can be, the worst first. */
export function SeverityFields({ severities, storedKeys, policies, issues, canEdit, onChange }: SeverityFieldsProps) {
  const own = issues.find(({ path }) => path === 'severities')?.message;
  return (
    <SettingsPart title="Severities" about={`How bad an incident is, in your own words; the first is the worst. 1 to ${incidentLimits.severities}. Whoever declares one reads the definitions. A severity pages by its policy unless somebody leads the incident from the start.`}>
      <ol className="flex flex-col divide-y">
        {severities.map((severity, index) => {
          const set = (change: Partial<IncidentSeverity>) => onChange(withItem(severities, index, { ...severity, ...change }));
          const at = (field: string) => issueAt(issues, `severities.${index}.${field}`);
          return (
            <li key={index} aria-label={severity.name} className="flex min-w-0 flex-col gap-3 py-4 first:pt-0 last:pb-0">
              <div className="flex min-w-0 items-center justify-between gap-2">
                <IncidentSeverityMark severities={severities} severity={severity.key} className="text-sm" />
                {canEdit ? (
                  <ItemTools
                    name={`the severity ${severity.name}`}
                    isFirst={index === 0}
                    isLast={index === severities.length - 1}
                    canRemove={severities.length > 1}
                    onMove={(by) => onChange(moved(severities, index, by))}
                    onRemove={() => onChange(withItem(severities, index, null))}
                  />
                ) : null}
              </div>
              <div className="grid min-w-0 grid-cols-1 items-start gap-3 sm:grid-cols-2 xl:grid-cols-4">
                <Field label="Name" maxLength={60} autoComplete="off" value={severity.name} error={at('name')} onChange={(event) => set({ name: event.target.value })} />
                <Field
                  label="Key"
                  maxLength={20}
                  autoComplete="off"
                  spellCheck={false}
                  readOnly={storedKeys.has(severity.key)}
                  value={severity.key}
                  error={at('key')}
                  hint={storedKeys.has(severity.key) ? 'In the API. Stays as it is.' : 'In the API, and for good: a to z, digits, dashes.'}
                  onChange={(event) => set({ key: event.target.value })}
                />
                <SelectField label="Look" value={severity.look} options={looks} onChange={(look) => set({ look })} />
                <SelectField
                  label="Pages by"
                  value={severity.policyId ?? ''}
                  options={[{ value: '', label: 'Nobody' }, ...policies.map(({ id, name }) => ({ value: id, label: name })), ...goneOf(severity.policyId, policies)]}
                  onChange={(policyId) => set({ policyId: policyId || null })}
                />
              </div>
              <ProseField label="Definition" rows={2} maxLength={500} value={severity.description} error={at('description')} onChange={(event) => set({ description: event.target.value })} />
            </li>
          );
        })}
      </ol>
      {own ? (
        <p data-fault tabIndex={-1} className="text-xs text-critical">
          {own}
        </p>
      ) : null}
      {canEdit && severities.length < incidentLimits.severities ? (
        <Button className="self-start" onClick={() => onChange([...severities, newSeverity(severities)])}>
          <Plus aria-hidden className="size-4" />
          Add a severity
        </Button>
      ) : null}
    </SettingsPart>
  );
}

/** A policy that was deleted, or is not read yet, keeps its line. */
function goneOf(policyId: string | null, policies: readonly PolicyChoice[]): { value: string; label: string }[] {
  return policyId === null || policies.some(({ id }) => id === policyId) ? [] : [{ value: policyId, label: 'A policy that is not known' }];
}
