'use client';

import { Plus } from 'lucide-react';
import { severityWord } from '@/components/alerts/alert-words';
import { toggled } from '@/components/alerts/alerts-state';
import { MatcherRow } from '@/components/alerts/matcher-row';
import { issueAt } from '@/components/alerts/notify/form-issues';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import { severities as alertSeverities } from '@/lib/alerts/severity';
import type { FieldIssue } from '@/lib/errors';
import type { IncidentSeverity } from '@/lib/incidents/schemas';
import { FoldedItem } from './folded-item';
import { ItemTools } from './item-tools';
import { ruleWords } from './rule-words';
import { withItem, type RuleDraft } from './settings-draft';

interface RuleFieldsProps {
  rule: RuleDraft;
  index: number;
  count: number;
  severities: readonly IncidentSeverity[];
  issues: readonly FieldIssue[];
  canEdit: boolean;
  onChange: (rule: RuleDraft) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

/** One rule: which alerts, for how long, on how many services, and what they declare. */
export function RuleFields({ rule, index, count, severities, issues, canEdit, onChange, onMove, onRemove }: RuleFieldsProps) {
  const set = (change: Partial<RuleDraft>) => onChange({ ...rule, ...change });
  const at = (field: string) => issueAt(issues, `declare.${index}.${field}`);
  const name = rule.name.trim() || `Rule ${index + 1}`;
  const options = severities.map((each) => ({ value: each.key, label: each.name }));
  const isKnown = severities.some(({ key }) => key === rule.severity);
  return (
    <FoldedItem
      name={name}
      words={ruleWords(rule, severities)}
      isNew={rule.name === ''}
      isFaulty={issues.some(({ path }) => path.startsWith(`declare.${index}.`))}
      tools={canEdit ? <ItemTools name={`the rule ${name}`} isFirst={index === 0} isLast={index === count - 1} onMove={onMove} onRemove={onRemove} /> : null}
    >
      <Check label="Rule is on" aria-label={`${name} is on`} checked={rule.isEnabled} onChange={(event) => set({ isEnabled: event.target.checked })} />
      <div className="grid min-w-0 grid-cols-1 items-start gap-3 sm:grid-cols-2">
        <Field label="Name" maxLength={200} autoComplete="off" value={rule.name} error={at('name')} hint="Stands in the timeline as the reason." onChange={(event) => set({ name: event.target.value })} />
        <SelectField label="Declares the severity" value={rule.severity} options={isKnown ? options : [...options, { value: rule.severity, label: `${rule.severity}, which is no longer there` }]} onChange={(severity) => set({ severity })} />
      </div>
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">Alerts whose labels match all of these; without any, every alert</legend>
        {rule.matchers.map((matcher, place) => (
          <MatcherRow key={place} matcher={matcher} onChange={(next) => set({ matchers: withItem(rule.matchers, place, next) })} onRemove={() => set({ matchers: withItem(rule.matchers, place, null) })} />
        ))}
        {at('matchers') ? (
          <p data-fault tabIndex={-1} className="text-xs text-critical">
            {at('matchers')}
          </p>
        ) : null}
        {canEdit ? (
          <Button look="quiet" className="-ml-3 self-start" onClick={() => set({ matchers: [...rule.matchers, { label: '', operator: '=', value: '' }] })}>
            <Plus aria-hidden className="size-4" />
            Add a label
          </Button>
        ) : null}
      </fieldset>
      <fieldset className="min-w-0">
        <legend className="text-sm font-medium">Of these severities of alerts; none ticked: any</legend>
        <div className="flex flex-wrap gap-x-6">
          {alertSeverities.map((each) => (
            <Check key={each} label={severityWord[each]} checked={rule.severities.includes(each)} onChange={() => set({ severities: toggled(rule.severities, each) })} />
          ))}
        </div>
      </fieldset>
      <div className="grid min-w-0 grid-cols-1 items-start gap-3 sm:grid-cols-2">
        <Field label="Fires without being acknowledged for" autoComplete="off" value={rule.firingFor} error={at('firingForMs')} hint="Such as 0s, 5m or 1h; at most 24h. Usually 0s: at once." onChange={(event) => set({ firingFor: event.target.value })} />
        <Field label="On at least so many services" inputMode="numeric" autoComplete="off" value={rule.services} error={at('services')} hint="Within ten minutes; 1 to 50. Usually 1." onChange={(event) => set({ services: event.target.value })} />
      </div>
    </FoldedItem>
  );
}
