'use client';

import { issueOf } from '@/components/scrape/issue-lookup';
import { Columns } from '@/components/scrape/job-form-parts';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { BuilderFields } from './builder-fields';
import { ExpressionShown } from './expression-shown';
import { PromqlFields } from './promql-fields';
import type { RuleDraft } from './rule-draft';
import type { RuleFieldsProps } from './rule-fields';

const ways = [
  { value: 'builder', label: 'Builder' },
  { value: 'promql', label: 'PromQL' },
] as const;

/** Name, condition and how long it must hold: what every rule needs. */
export function WayFields({ onWay, ...fields }: RuleFieldsProps & { onWay: (way: RuleDraft['way']) => void }) {
  const { draft, issues, onChange } = fields;
  return (
    <div className="flex flex-col gap-4 p-4">
      <Field label="Name" value={draft.name} placeholder="CPU busy" autoComplete="off" maxLength={200} error={issueOf(issues, 'name')} onChange={(event) => onChange({ name: event.target.value })} />
      <Segmented label="How the rule is written" options={ways} value={draft.way} onChange={onWay} className="self-start max-sm:w-full" />
      {draft.way === 'builder' ? <BuilderFields {...fields} /> : <PromqlFields {...fields} />}
      <Columns>
        <Field label="For" autoComplete="off" value={draft.duration} error={issueOf(issues, 'forMs')} hint="How long it must last before it fires, such as 5m; 0 fires at once." onChange={(event) => onChange({ duration: event.target.value })} />
      </Columns>
      {draft.way === 'builder' ? <ExpressionShown draft={draft} thresholds={fields.thresholds} /> : null}
    </div>
  );
}
