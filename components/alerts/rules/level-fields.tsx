import type { ReactNode } from 'react';
import { issueOf } from '@/components/scrape/issue-lookup';
import { Columns } from '@/components/scrape/job-form-parts';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import type { ThresholdView } from '@/lib/alerts/rules/thresholds';
import { comparisons } from '@/lib/alerts/rules/schemas';
import { comparisonWord, inUnit } from './level-words';
import type { LevelDraft } from './rule-draft';
import type { RuleFieldsProps } from './rule-fields';

const comparisonOptions = comparisons.map((value) => ({ value, label: `is ${comparisonWord[value]}` }));

/** The comparison and its two levels, each a number or one of monitoring config; `beside` stands in the row of the comparison. */
export function LevelFields({ draft, issues, thresholds, onChange, beside }: RuleFieldsProps & { beside?: ReactNode }) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-4">
      <legend className="sr-only">Levels</legend>
      <Columns>
        {beside}
        <SelectField label="When it" value={draft.comparison} options={comparisonOptions} onChange={(comparison) => onChange({ comparison })} />
      </Columns>
      <Columns>
        <LevelField severity="warning" title="Warning" level={draft.warning} thresholds={thresholds} error={issueOf(issues, 'condition.warning')} onChange={(warning) => onChange({ warning })} />
        <LevelField severity="critical" title="Critical" level={draft.critical} thresholds={thresholds} error={issueOf(issues, 'condition.critical')} onChange={(critical) => onChange({ critical })} />
      </Columns>
    </fieldset>
  );
}

interface LevelFieldProps {
  severity: 'warning' | 'critical';
  title: string;
  level: LevelDraft;
  thresholds: readonly ThresholdView[];
  error: string | undefined;
  onChange: (level: LevelDraft) => void;
}

function LevelField({ severity, title, level, thresholds, error, onChange }: LevelFieldProps) {
  const side = level.kind === 'threshold' ? level.side : severity;
  const keys = thresholds.map((threshold) => ({ value: `threshold ${threshold.key}`, label: `${threshold.title}: ${inUnit(threshold[side], threshold.unit)}` }));
  const value = level.kind === 'threshold' ? `threshold ${level.threshold}` : level.kind;
  const unknown = level.kind === 'threshold' && !keys.some((each) => each.value === value) ? [{ value, label: level.threshold }] : [];
  const options = [{ value: 'number', label: 'A number' }, { value: 'none', label: 'No level' }, ...unknown, ...keys];
  const pick = (next: string) => {
    if (next === 'none' || next === 'number') onChange({ kind: next, text: level.text });
    else onChange({ kind: 'threshold', text: level.text, threshold: next.replace('threshold ', ''), side });
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <SelectField label={`${title} level from`} value={value} options={options} onChange={pick} />
      {level.kind === 'number' ? (
        <Field label={`${title} at`} inputMode="decimal" autoComplete="off" value={level.text} error={error} onChange={(event) => onChange({ kind: 'number', text: event.target.value })} />
      ) : (
        <>
          {error ? <p className="text-xs text-critical">{error}</p> : null}
          {level.kind === 'threshold' ? <p className="text-xs text-muted">From monitoring config; the rule follows when it changes there.</p> : null}
        </>
      )}
    </div>
  );
}
