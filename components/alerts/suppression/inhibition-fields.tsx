import { Trash2 } from 'lucide-react';
import { issueOf } from '@/components/scrape/issue-lookup';
import { Columns } from '@/components/scrape/job-form-parts';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { FieldIssue } from '@/lib/errors';
import type { InhibitionDraft } from './dependency-draft';

interface InhibitionFieldsProps {
  index: number;
  inhibition: InhibitionDraft;
  issues: readonly FieldIssue[];
  canEdit: boolean;
  onChange: (inhibition: InhibitionDraft) => void;
  onRemove: () => void;
}

/** One inhibition: what fires, what it mutes, and which labels they share. */
export function InhibitionFields({ index, inhibition, issues, canEdit, onChange, onRemove }: InhibitionFieldsProps) {
  const path = `inhibitions.${index}`;
  const name = inhibition.name || `inhibition ${index + 1}`;
  return (
    <li>
      <fieldset disabled={!canEdit} className="flex min-w-0 flex-col gap-4 px-4 py-3 disabled:[&_:is(input,select,textarea)]:bg-sunken">
        <legend className="sr-only">{name}</legend>
        <div className="flex items-end gap-2">
          <Field className="flex-1" label="Name" autoComplete="off" maxLength={200} value={inhibition.name} error={issueOf(issues, `${path}.name`)} onChange={(event) => onChange({ ...inhibition, name: event.target.value })} />
          <Button look="quiet" size="icon" className="sm:size-11" aria-label={`Remove ${name}`} onClick={onRemove}>
            <Trash2 aria-hidden className="size-4" />
          </Button>
        </div>
        <Columns>
          <Field label="While this fires" autoComplete="off" spellCheck={false} placeholder={'{alertname="Site down"}'} value={inhibition.source} error={issueOf(issues, `${path}.source`)} onChange={(event) => onChange({ ...inhibition, source: event.target.value })} />
          <Field label="These are muted" autoComplete="off" spellCheck={false} placeholder={'{severity=~"warning|info"}'} value={inhibition.target} error={issueOf(issues, `${path}.target`)} onChange={(event) => onChange({ ...inhibition, target: event.target.value })} />
          <Field label="Where these labels are equal" autoComplete="off" spellCheck={false} value={inhibition.equal} error={issueOf(issues, `${path}.equal`)} hint="Names with commas between them; empty mutes them wherever they are." onChange={(event) => onChange({ ...inhibition, equal: event.target.value })} />
        </Columns>
      </fieldset>
    </li>
  );
}
