import { Trash2 } from 'lucide-react';
import { issueOf } from '@/components/scrape/issue-lookup';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import type { FieldIssue } from '@/lib/errors';
import type { DependencyDraft } from './dependency-draft';

interface DependencyFieldsProps {
  index: number;
  dependency: DependencyDraft;
  issues: readonly FieldIssue[];
  canEdit: boolean;
  onChange: (dependency: DependencyDraft) => void;
  onRemove: () => void;
}

const kinds = [
  { value: 'host', label: 'the host' },
  { value: 'service', label: 'the service' },
] as const;

/** One service and what it cannot do without. */
export function DependencyFields({ index, dependency, issues, canEdit, onChange, onRemove }: DependencyFieldsProps) {
  const path = `dependencies.${index}`;
  const name = dependency.service || `dependency ${index + 1}`;
  return (
    <li>
      <fieldset disabled={!canEdit} className="grid min-w-0 grid-cols-[minmax(0,1fr)_auto] items-end gap-x-2 gap-y-3 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_9rem_minmax(0,1fr)_auto] disabled:[&_:is(input,select,textarea)]:bg-sunken">
        <legend className="sr-only">{name}</legend>
        <Field label="The service" autoComplete="off" value={dependency.service} error={issueOf(issues, `${path}.service`)} onChange={(event) => onChange({ ...dependency, service: event.target.value })} />
        <Button look="quiet" size="icon" className="sm:order-last sm:size-11" aria-label={`Remove ${name}`} onClick={onRemove}>
          <Trash2 aria-hidden className="size-4" />
        </Button>
        <div className="col-span-2 sm:col-span-1">
          <SelectField label="depends on" value={dependency.kind} options={kinds} onChange={(kind) => onChange({ ...dependency, kind })} />
        </div>
        <Field className="col-span-2 sm:col-span-1" label="named" autoComplete="off" value={dependency.name} error={issueOf(issues, `${path}.name`) ?? issueOf(issues, `${path}.dependsOn`)} onChange={(event) => onChange({ ...dependency, name: event.target.value })} />
      </fieldset>
    </li>
  );
}
