'use client';

import { severityWord } from '@/components/alerts/alert-words';
import { issueOf } from '@/components/scrape/issue-lookup';
import { Columns } from '@/components/scrape/job-form-parts';
import { SelectField } from '@/components/ui/select-field';
import { severities } from '@/lib/alerts/severity';
import { ExpressionEditor } from './expression-editor';
import { LevelFields } from './level-fields';
import type { RuleFieldsProps } from './rule-fields';

const forms = [
  { value: 'levels', label: 'When a query crosses a level' },
  { value: 'series', label: 'For each series that an expression returns' },
] as const;
const severityOptions = severities.map((value) => ({ value, label: severityWord[value] }));

/** A rule in PromQL: a condition of its own, or a query that is held against levels. */
export function PromqlFields({ draft, issues, thresholds, onChange }: RuleFieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      <Columns>
        <SelectField label="It fires" value={draft.form} options={forms} onChange={(form) => onChange({ form })} />
        {draft.form === 'series' ? <SelectField label="Severity" value={draft.severity} options={severityOptions} onChange={(severity) => onChange({ severity })} /> : null}
      </Columns>
      {draft.form === 'series' ? (
        <>
          <ExpressionEditor key="expr" label="Expression" initial={draft.expr} expr={draft.expr} fault={issueOf(issues, 'condition.expr')} onChange={(expr) => onChange({ expr })} />
          <p className="-mt-2 text-xs text-muted">Each series that it returns is an alert, such as up == 0.</p>
        </>
      ) : (
        <>
          <ExpressionEditor key="query" label="Query" initial={draft.query} expr={draft.query} fault={issueOf(issues, 'condition.query')} onChange={(query) => onChange({ query })} />
          <p className="-mt-2 text-xs text-muted">Without a comparison: each of its series is held against the levels.</p>
          <LevelFields draft={draft} issues={issues} thresholds={thresholds} onChange={onChange} />
        </>
      )}
    </div>
  );
}
