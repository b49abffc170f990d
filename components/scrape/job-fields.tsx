import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { TextArea } from '@/components/ui/text-area';
import type { FieldIssue } from '@/lib/errors';
import { issueOf } from './issue-lookup';
import type { JobDraft } from './job-draft';
import { Columns } from './job-form-parts';

export interface FieldsProps {
  draft: JobDraft;
  issues: readonly FieldIssue[];
  onChange: (change: Partial<JobDraft>) => void;
}

const schemes = [
  { value: 'http', label: 'http' },
  { value: 'https', label: 'https' },
] as const;

/** What every job needs: a name, targets, how often. */
export function MainFields({ draft, issues, onChange }: FieldsProps) {
  return (
    <div className="flex flex-col gap-4 p-4">
      <Field label="Name" value={draft.name} placeholder="node" autoComplete="off" maxLength={200} error={issueOf(issues, 'name')} hint="The label job of its series." onChange={(event) => onChange({ name: event.target.value })} />
      <TargetGroups draft={draft} issues={issues} onChange={onChange} />
      <Columns>
        <Field label="Interval" value={draft.interval} placeholder="15s" autoComplete="off" error={issueOf(issues, 'scrapeIntervalMs')} hint="Time between scrapes, such as 15s or 1m." onChange={(event) => onChange({ interval: event.target.value })} />
        <Field label="Timeout" value={draft.timeout} placeholder="auto" autoComplete="off" error={issueOf(issues, 'scrapeTimeoutMs')} hint="Empty: 10s, or the interval where it is shorter." onChange={(event) => onChange({ timeout: event.target.value })} />
        <SelectField label="Scheme" options={schemes} value={draft.scheme} onChange={(scheme) => onChange({ scheme })} />
        <Field label="Path" value={draft.metricsPath} autoComplete="off" error={issueOf(issues, 'metricsPath')} onChange={(event) => onChange({ metricsPath: event.target.value })} />
      </Columns>
    </div>
  );
}

function TargetGroups({ draft, issues, onChange }: FieldsProps) {
  const isOne = draft.groups.length === 1;
  const edit = (index: number, change: Partial<JobDraft['groups'][number]>) =>
    onChange({ groups: draft.groups.map((group, at) => (at === index ? { ...group, ...change } : group)) });
  return (
    <>
      {draft.groups.map((group, index) => {
        const suffix = isOne ? '' : ` of group ${index + 1}`;
        return (
          <div key={index} className={isOne ? 'contents' : 'flex flex-col gap-4 rounded-base border p-3'}>
            <TextArea
              label={`Targets${suffix}`}
              value={group.targets}
              placeholder={'10.0.0.7:9100\n10.0.0.8:9100'}
              error={issueOf(issues, `staticConfigs.${index}.targets`)}
              hint="One host:port a line."
              onChange={(event) => edit(index, { targets: event.target.value })}
            />
            <TextArea
              label={`Labels${suffix}`}
              rows={2}
              value={group.labels}
              placeholder="env=production"
              error={issueOf(issues, `staticConfigs.${index}.labels`)}
              hint="Optional. One name=value a line, put on every series of these targets."
              onChange={(event) => edit(index, { labels: event.target.value })}
            />
            {isOne ? null : (
              <Button look="quiet" className="self-start" onClick={() => onChange({ groups: draft.groups.filter((_, at) => at !== index) })}>
                <Trash2 aria-hidden className="size-4" />
                Remove group {index + 1}
              </Button>
            )}
          </div>
        );
      })}
      <Button look="quiet" className="-mt-2 self-start" onClick={() => onChange({ groups: [...draft.groups, { targets: '', labels: '' }] })}>
        <Plus aria-hidden className="size-4" />
        Add targets with other labels
      </Button>
    </>
  );
}
