import { Lock } from 'lucide-react';
import { Field } from '@/components/ui/field';
import type { RetentionFact } from '@/lib/settings/api';
import { settingFields } from '@/lib/settings/field-index';
import { fieldLabels } from './retention-draft';

interface RetentionFieldProps {
  fact: RetentionFact;
  value: string;
  fault: string | undefined;
  onChange: (text: string) => void;
}

/** One length of time or the budget; what a variable sets is shown and locked. */
export function RetentionField({ fact: { field, variable, setBy, inForce, fallback }, value, fault, onChange }: RetentionFieldProps) {
  const isBudget = field === 'diskBudgetBytes';
  const shown = (number: number | null) => (number === null ? 'no limit' : isBudget ? `${number / 1e9} GB` : `${number} days`);
  const { help = '', bounds = '' } = settingFields.find((each) => each.section === 'retention' && each.field === field) ?? {};
  const isLocked = setBy === 'variable';
  return (
    <Field
      label={fieldLabels[field]}
      inputMode="decimal"
      autoComplete="off"
      disabled={isLocked}
      value={isLocked ? (inForce === null ? '' : String(isBudget ? inForce / 1e9 : inForce)) : value}
      placeholder={fallback === null ? 'no limit' : String(isBudget ? fallback / 1e9 : fallback)}
      adornment={isLocked ? <Lock aria-hidden className="mr-3 size-4 text-muted" /> : <span className="mr-3 text-xs text-muted">{isBudget ? 'GB' : 'days'}</span>}
      error={isLocked ? undefined : fault}
      hint={isLocked ? `The variable ${variable} sets it: ${shown(inForce)}. Take the variable away and start Nines again to set it here.` : `${help.replace(/ The variable .*$/, '')} Empty: ${shown(fallback)}. Bounds: ${bounds}.`}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
