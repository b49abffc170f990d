'use client';

import { Plus } from 'lucide-react';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { FieldIssue } from '@/lib/errors';
import { incidentLimits } from '@/lib/incidents/schemas';
import { RuleFields } from './rule-fields';
import { RulesPreview } from './rules-preview';
import { moved, newRule, withItem, type SettingsDraft } from './settings-draft';
import { SettingsPart } from './settings-part';

interface RulesPartProps {
  draft: SettingsDraft;
  issues: readonly FieldIssue[];
  canEdit: boolean;
  onChange: (change: Partial<SettingsDraft>) => void;
}

/** Which alerts declare an incident by themselves, and which an open one takes in. */
export function RulesPart({ draft, issues, canEdit, onChange }: RulesPartProps) {
  const { rules, severities } = draft;
  const own = issues.find(({ path }) => path === 'declare')?.message;
  return (
    <SettingsPart title="Declared by rules" about={`Alerts that declare an incident by themselves. The first rule that holds decides; at most ${incidentLimits.rules}. Alerts that are silenced, in maintenance or inhibited declare none. While 100 incidents that rules declared are open, rules declare no further one.`}>
      {rules.length === 0 ? <p className="text-sm text-muted">No rule: incidents are declared by hand, by the API and by calls from outside.</p> : null}
      <ol className="flex flex-col divide-y">
        {rules.map((rule, index) => (
          <RuleFields
            key={index}
            rule={rule}
            index={index}
            count={rules.length}
            severities={severities}
            issues={issues}
            canEdit={canEdit}
            onChange={(next) => onChange({ rules: withItem(rules, index, next) })}
            onMove={(by) => onChange({ rules: moved(rules, index, by) })}
            onRemove={() => onChange({ rules: withItem(rules, index, null) })}
          />
        ))}
      </ol>
      {own ? (
        <p data-fault tabIndex={-1} className="text-xs text-critical">
          {own}
        </p>
      ) : null}
      {canEdit && rules.length < incidentLimits.rules ? (
        <Button className="self-start" onClick={() => onChange({ rules: [...rules, newRule(severities)] })}>
          <Plus aria-hidden className="size-4" />
          Add a rule
        </Button>
      ) : null}
      <div className="border-t pt-4">
        <Field
          label="An open incident takes in alerts of its services for"
          className="max-w-md"
          autoComplete="off"
          value={draft.joinFor}
          error={issueAt(issues, 'joinMs')}
          hint="After its last alert. Such as 30m, which is usual; 0s to 24h. 0s: never."
          onChange={(event) => onChange({ joinFor: event.target.value })}
        />
      </div>
      <p className="text-sm text-muted">A rule of several services counts what open incidents of rules took within the last ten minutes too: it makes one of those, with its severity, as long as nobody is past investigating them.</p>
      <RulesPreview draft={draft} />
    </SettingsPart>
  );
}
