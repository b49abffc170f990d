'use client';

import { Plus } from 'lucide-react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { ProseField } from '@/components/alerts/prose-field';
import { incidentStateWord } from '@/components/incidents/incident-words';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import type { FieldIssue } from '@/lib/errors';
import { fillTemplate } from '@/lib/incidents/fill-template';
import { incidentLimits, incidentStates, type IncidentSeverity } from '@/lib/incidents/schemas';
import { FoldedItem } from './folded-item';
import { ItemTools } from './item-tools';
import { moved, withItem, type TemplateDraft } from './settings-draft';
import { SettingsPart } from './settings-part';

interface TemplatesPartProps {
  templates: readonly TemplateDraft[];
  severities: readonly IncidentSeverity[];
  issues: readonly FieldIssue[];
  canEdit: boolean;
  onChange: (templates: TemplateDraft[]) => void;
}

const places = ['title', 'severity', 'status', 'services', 'since', 'number'];

/** Texts that updates begin with. */
export function TemplatesPart({ templates, severities, issues, canEdit, onChange }: TemplatesPartProps) {
  const example = (status: TemplateDraft['status']) => ({
    title: 'Checkout answers with errors', severity: severities[0]?.name ?? '', status: incidentStateWord[status ?? 'investigating'].toLowerCase(), services: ['Checkout', 'Payments'], since: '12:03 UTC', number: 12,
  });
  return (
    <SettingsPart
      title="Templates of updates"
      about={
        <>
          What whoever writes an update can begin with; at most {incidentLimits.templates}. Filled in from the incident:{' '}
          {places.map((place) => (
            <code key={place} className="mr-1.5 font-mono text-xs">{`{${place}}`}</code>
          ))}
        </>
      }
    >
      {templates.length === 0 ? <p className="text-sm text-muted">No template: updates begin empty.</p> : null}
      <ol className="flex flex-col divide-y">
        {templates.map((template, index) => {
          const set = (change: Partial<TemplateDraft>) => onChange(withItem(templates, index, { ...template, ...change }));
          const name = template.name.trim() || `Template ${index + 1}`;
          return (
            <FoldedItem
              key={index}
              name={name}
              words={template.text}
              isNew={template.name === ''}
              isFaulty={issues.some(({ path }) => path.startsWith(`templates.${index}.`))}
              tools={
                canEdit ? (
                  <ItemTools name={`the template ${name}`} isFirst={index === 0} isLast={index === templates.length - 1} onMove={(by) => onChange(moved(templates, index, by))} onRemove={() => onChange(withItem(templates, index, null))} />
                ) : null
              }
            >
              <div className="grid min-w-0 grid-cols-1 items-start gap-3 sm:grid-cols-2">
                <Field label="Name" maxLength={100} autoComplete="off" value={template.name} error={issueAt(issues, `templates.${index}.name`)} onChange={(event) => set({ name: event.target.value })} />
                <SelectField
                  label="Offered first in the state"
                  value={template.status ?? ''}
                  options={[{ value: '', label: 'Any state' }, ...incidentStates.map((state) => ({ value: state, label: incidentStateWord[state] }))]}
                  onChange={(status) => set({ status: incidentStates.find((state) => state === status) ?? null })}
                />
              </div>
              <ProseField label="Text (Markdown)" rows={3} maxLength={5_000} value={template.text} error={issueAt(issues, `templates.${index}.text`)} onChange={(event) => set({ text: event.target.value })} />
              {template.text.includes('{') ? <p className="text-xs break-words text-muted">For example: {fillTemplate(template.text, example(template.status))}</p> : null}
            </FoldedItem>
          );
        })}
      </ol>
      {canEdit && templates.length < incidentLimits.templates ? (
        <Button className="self-start" onClick={() => onChange([...templates, { name: '', status: null, text: '' }])}>
          <Plus aria-hidden className="size-4" />
          Add a template
        </Button>
      ) : null}
    </SettingsPart>
  );
}
