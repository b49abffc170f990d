import { ExpressionEditor } from './expression-editor';
import { hasIssue, issueOf } from '@/components/scrape/issue-lookup';
import { Columns, Section } from '@/components/scrape/job-form-parts';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { TextArea } from '@/components/ui/text-area';
import { PairRows } from './pair-rows';
import type { RuleFieldsProps } from './rule-fields';

const noDataOptions = [
  { value: 'ok', label: 'End the alerts' },
  { value: 'keep', label: 'Keep them as they are' },
  { value: 'alert', label: 'Raise an alert' },
] as const;
const templates = 'Templates as in Prometheus: {{ $labels.instance }}, {{ $value | humanize }}.';

/** What a rule says, to whom it belongs, and what most rules leave as it is. */
export function MoreFields({ isNew, ...props }: RuleFieldsProps & { isNew: boolean }) {
  const { draft, issues, onChange } = props;
  return (
    <>
      <Section title="Message" summary={draft.summary.trim() || 'the name and the labels'} isOpen={hasIssue(issues, ['annotations.summary', 'annotations.description', 'runbookUrl']) || isNew}>
        <TextArea label="Summary" rows={2} value={draft.summary} placeholder="CPU of {{ $labels.instance }} at {{ $value | humanize }} %" error={issueOf(issues, 'annotations.summary')} hint={templates} onChange={(event) => onChange({ summary: event.target.value })} />
        <TextArea label="What to do" value={draft.explanation} error={issueOf(issues, 'annotations.description')} hint="What it means and the first step, for someone woken by it. Sent as description." onChange={(event) => onChange({ explanation: event.target.value })} />
        <Field label="Runbook" type="url" autoComplete="off" value={draft.runbookUrl} placeholder="https://wiki.example.com/runbooks/cpu" error={issueOf(issues, 'runbookUrl')} onChange={(event) => onChange({ runbookUrl: event.target.value })} />
      </Section>
      <Section title="Owner" summary={[draft.team, draft.service].filter(Boolean).join(', ') || 'nobody'} isOpen={hasIssue(issues, ['team', 'service'])}>
        <Columns>
          <Field label="Team" autoComplete="off" value={draft.team} error={issueOf(issues, 'team')} hint="Notifications are routed by it." onChange={(event) => onChange({ team: event.target.value })} />
          <Field label="Service" autoComplete="off" value={draft.service} error={issueOf(issues, 'service')} hint="What the alert is about; dependencies go by it." onChange={(event) => onChange({ service: event.target.value })} />
        </Columns>
      </Section>
      <NoiseFields {...props} />
      <Section title="Labels and annotations" summary={draft.labels.length + draft.annotations.length === 0 ? 'none of its own' : String(draft.labels.length + draft.annotations.length)} isOpen={hasIssue(issues, ['labels', 'annotations'])}>
        <PairRows legend="Labels of its alerts" noun="label" pairs={draft.labels} error={issueOf(issues, 'labels')} onChange={(labels) => onChange({ labels })} />
        <PairRows legend="Further annotations" noun="annotation" pairs={draft.annotations} error={issueOf(issues, 'annotations')} onChange={(annotations) => onChange({ annotations })} />
        <Columns>
          <Field label="Group" autoComplete="off" value={draft.group} error={issueOf(issues, 'group')} hint="Its group in a Prometheus rule file." onChange={(event) => onChange({ group: event.target.value })} />
        </Columns>
        <TextArea label="About this rule" rows={2} value={draft.description} error={issueOf(issues, 'description')} hint="Shown in the list of rules." onChange={(event) => onChange({ description: event.target.value })} />
      </Section>
    </>
  );
}

function NoiseFields({ draft, issues, onChange }: RuleFieldsProps) {
  const isSeries = draft.way === 'promql' && draft.form === 'series';
  return (
    <Section title="Timing and noise" summary={noiseSummary(draft)} isOpen={hasIssue(issues, ['intervalMs', 'keepFiringForMs', 'firing', 'noData', 'condition.hysteresis', 'condition.resolveExpr'])}>
      <Columns>
        <Field label="Evaluate every" autoComplete="off" value={draft.interval} error={issueOf(issues, 'intervalMs')} hint="Such as 15s or 1m." onChange={(event) => onChange({ interval: event.target.value })} />
        <Field label="Keep firing for" autoComplete="off" value={draft.keepFiring} error={issueOf(issues, 'keepFiringForMs')} hint="After it is no longer found, against flapping." onChange={(event) => onChange({ keepFiring: event.target.value })} />
        <fieldset className="min-w-0">
          <legend className="mb-1 text-sm font-medium">Found in</legend>
          <div className="flex items-center gap-2 text-sm">
            <Counter label="Evaluations that must find it" value={draft.needed} onChange={(needed) => onChange({ needed })} />
            of the last
            <Counter label="Evaluations that are looked at" value={draft.of} onChange={(of) => onChange({ of })} />
          </div>
          <p className={issueOf(issues, 'firing') ? 'mt-1 text-xs text-critical' : 'mt-1 text-xs text-muted'}>{issueOf(issues, 'firing') ?? 'Evaluations, so that a single spike is no alert.'}</p>
        </fieldset>
        <div className="min-w-0">
          <SelectField label="When the data is missing" value={draft.noData} options={noDataOptions} onChange={(noData) => onChange({ noData })} />
          {issueOf(issues, 'noData') ? <p className="mt-1 text-xs text-critical">{issueOf(issues, 'noData')}</p> : null}
        </div>
        {isSeries ? null : <Field label="Ends only when past its level by" inputMode="decimal" autoComplete="off" value={draft.hysteresis} error={issueOf(issues, 'condition.hysteresis')} hint="Hysteresis: above 80 with 5 here ends at 75." onChange={(event) => onChange({ hysteresis: event.target.value })} />}
      </Columns>
      {isSeries ? (
        <>
          <ExpressionEditor label="Ends only when this returns the series" initial={draft.resolveExpr} expr={draft.resolveExpr} fault={issueOf(issues, 'condition.resolveExpr')} onChange={(resolveExpr) => onChange({ resolveExpr })} />
          <p className="-mt-2 text-xs text-muted">Empty: it ends when the expression returns its series no more.</p>
        </>
      ) : null}
    </Section>
  );
}

function Counter({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <input
      aria-label={label}
      inputMode="numeric"
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="h-11 w-16 min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base sm:text-sm"
    />
  );
}

function noiseSummary({ interval, needed, of, keepFiring }: RuleFieldsProps['draft']): string {
  const parts = [`every ${interval}`, of === '1' ? '' : `${needed} of ${of}`, keepFiring === '0' || keepFiring === '' ? '' : `keeps firing for ${keepFiring}`];
  return parts.filter(Boolean).join(', ');
}
