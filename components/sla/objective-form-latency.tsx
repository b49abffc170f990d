'use client';

import { useQuery } from '@tanstack/react-query';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import type { FieldIssue } from '@/lib/errors';
import { besidePath, isTimed, latencyTargets, type BesideDraft } from './objective-draft-beside';
import { checkChoicesQuery, hasObjectivesQuery } from './sla-queries';

interface LatencyBesideProps {
  serviceId: string;
  draft: BesideDraft;
  issues: readonly FieldIssue[];
  onChange: (change: Partial<BesideDraft>) => void;
}

/** The first objective of a service is its uptime; one tick makes one of its response time beside it. */
export function LatencyBeside({ serviceId, draft, issues, onChange }: LatencyBesideProps) {
  const known = useQuery(hasObjectivesQuery(serviceId));
  const checks = (useQuery(checkChoicesQuery(serviceId)).data?.checks ?? []).filter((check) => check.serviceId === serviceId && isTimed(check));
  const [first] = checks;
  if (!draft.isWanted && (known.data?.isAny !== false || !first)) return null;
  const fault = (path: string) => issueAt(issues, `${besidePath}${path}`);
  const checkFault = fault('sli.checkId');
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">Response time</legend>
      <Check
        label="And an objective of its response time"
        hint={`${draft.target} % of the results within ${draft.thresholdMs} ms.`}
        checked={draft.isWanted}
        onChange={(event) => onChange({ isWanted: event.target.checked, checkId: draft.checkId || (first?.id ?? '') })}
      />
      {draft.isWanted ? (
        <div className="ml-7 grid grid-cols-1 items-start gap-4 sm:grid-cols-3">
          <div className="min-w-0">
            <SelectField label="Timed check" options={checks.map(({ id, name }) => ({ value: id, label: name }))} value={draft.checkId} onChange={(checkId) => onChange({ checkId })} />
            {checkFault ? <p className="mt-1 text-xs text-critical">{checkFault}</p> : null}
          </div>
          <SelectField label="Fast results" options={latencyTargets.map((value) => ({ value, label: `${value} %` }))} value={draft.target} onChange={(target) => onChange({ target })} />
          <Field label="Within (ms)" inputMode="numeric" autoComplete="off" value={draft.thresholdMs} error={fault('sli.thresholdMs')} onChange={(event) => onChange({ thresholdMs: event.target.value })} />
        </div>
      ) : null}
    </fieldset>
  );
}
