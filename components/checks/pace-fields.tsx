import { PairRows } from '@/components/alerts/rules/pair-rows';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { Columns, Section } from '@/components/scrape/job-form-parts';
import { Field } from '@/components/ui/field';
import type { FieldIssue } from '@/lib/errors';
import type { CheckFormDraft } from './check-draft';

interface PaceFieldsProps {
  draft: CheckFormDraft;
  issues: readonly FieldIssue[];
  /** A heartbeat is not asked: it has no timeout and no interval. */
  isAsked: boolean;
  onChange: (change: Partial<CheckFormDraft>) => void;
}

const paths = ['timeoutMs', 'failures', 'retryIntervalMs', 'successes', 'degradedAboveMs'];

/** When it counts as down, and the labels of what it measures: folded, because the defaults are good. */
export function PaceFields({ draft, issues, isAsked, onChange }: PaceFieldsProps) {
  const failures = draft.failCount === draft.failOf ? `after ${draft.failCount} failures in a row` : `${draft.failCount} failures of ${draft.failOf}`;
  return (
    <>
      {isAsked ? (
        <Section title="When it is down" summary={`${failures}, timeout ${draft.timeout || 'as usual'}`} isOpen={paths.some((path) => issueAt(issues, path) !== undefined)}>
          <Columns>
            <Field label="Down after so many failures" inputMode="numeric" autoComplete="off" value={draft.failCount} error={issueAt(issues, 'failures.count')} onChange={(event) => onChange({ failCount: event.target.value })} />
            <Field label="Of the last results" inputMode="numeric" autoComplete="off" hint="The same number: in a row." value={draft.failOf} error={issueAt(issues, 'failures.of')} onChange={(event) => onChange({ failOf: event.target.value })} />
            <Field label="Timeout" autoComplete="off" placeholder="at most 10s and the interval" hint="A try that takes longer fails." value={draft.timeout} error={issueAt(issues, 'timeoutMs')} onChange={(event) => onChange({ timeout: event.target.value })} />
            <Field label="Try again after a failure" autoComplete="off" placeholder="at the interval" hint="Until it is down or up again." value={draft.retryInterval} error={issueAt(issues, 'retryIntervalMs')} onChange={(event) => onChange({ retryInterval: event.target.value })} />
            <Field label="Up again after so many successes" inputMode="numeric" autoComplete="off" value={draft.successes} error={issueAt(issues, 'successes')} onChange={(event) => onChange({ successes: event.target.value })} />
            <Field label="Degraded above" autoComplete="off" placeholder="never" hint="A success that takes longer, such as 800ms." value={draft.degradedAbove} error={issueAt(issues, 'degradedAboveMs')} onChange={(event) => onChange({ degradedAbove: event.target.value })} />
          </Columns>
        </Section>
      ) : null}
      <Section title="Labels" summary={draft.labels.length === 0 ? 'none' : draft.labels.map(({ name, value }) => `${name}=${value}`).join(', ')} isOpen={issueAt(issues, 'labels') !== undefined}>
        <PairRows legend="Labels of its metrics and alerts" noun="label" pairs={draft.labels} error={issueAt(issues, 'labels')} onChange={(labels) => onChange({ labels })} />
      </Section>
    </>
  );
}
