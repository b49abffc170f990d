import type { ThresholdView } from '@/lib/alerts/rules/thresholds';
import type { FieldIssue } from '@/lib/errors';
import type { RuleDraft } from './rule-draft';

/** What every part of the form is given. */
export interface RuleFieldsProps {
  draft: RuleDraft;
  /** With the paths of the settings. */
  issues: readonly FieldIssue[];
  thresholds: readonly ThresholdView[];
  onChange: (change: Partial<RuleDraft>) => void;
}
